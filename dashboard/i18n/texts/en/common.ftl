app-name = Fremdrift
