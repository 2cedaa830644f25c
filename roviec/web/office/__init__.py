"""The office on a page: what leaders and admins see and decide in a browser, without a script."""
