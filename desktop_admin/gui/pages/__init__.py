"""The pages of the main window, one a module; ``registry`` lists them."""
