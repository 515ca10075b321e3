"""What people type: its shape is checked here, its meaning in the services."""
