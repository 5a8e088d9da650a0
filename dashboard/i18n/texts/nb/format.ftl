# Slik skriver bokmål tall, datoer og uker.
format-locale = nb_NO
format-million = mill.
format-billion = mrd.
format-scale-words = tusen million millioner mill. milliard milliarder mrd.
format-points = poeng
format-week = uke { $number }, { $span }
format-day-short = d MMM
format-day-weekday = EEE d MMM
format-day-long = EEE d MMM y
