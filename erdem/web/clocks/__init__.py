"""Pages of the working calendar and of the periods: reading, calculating, and what the region's officers keep."""
