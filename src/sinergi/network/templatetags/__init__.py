"""Words of the network's pages."""
