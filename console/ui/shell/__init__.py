"""The main window with its menus, its bar and its help; what holds the pages of records."""
