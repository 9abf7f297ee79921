"""Plain Python that every tier may stand on; knows neither Django nor any table."""
