"""Plenaries: the papers of a committee's half-yearly plenary, summed up from the three lists."""
