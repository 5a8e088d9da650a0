"""How leading KPIs adjust a forecast: a regression of its errors on their innovations."""
