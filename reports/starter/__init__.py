"""The first files of somebody who has none: a notice, an inventory, a processor list and settings, to be completed."""
