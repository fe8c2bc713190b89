"""What a text names: countries and areas, transfer tools, companies."""
