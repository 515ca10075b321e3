"""Other systems' formats: spreadsheets and the API's assembly."""
