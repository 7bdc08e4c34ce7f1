"""What every page stands on: request, tab, navigation, theme, errors."""
