"""The sample district: a demonstration to click through, and the story that tests tell.

Places are the real divisions of Chaoyang; everybody and everything in them is made up, and says so in its name (样例).
"""

from api.sample.load import load
from api.sample.personas import PASSWORD, PERSONAS, Persona

__all__ = ["PASSWORD", "PERSONAS", "Persona", "load"]
