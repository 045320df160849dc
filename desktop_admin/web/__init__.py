"""The listener that Exchange and others reach: push notifications now, the add-in and the API beside them."""
