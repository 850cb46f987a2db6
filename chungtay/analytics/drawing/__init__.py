"""Server-drawn SVG: pure, integer coordinates, a title and a description in each drawing."""
