"""A web server on 127.0.0.1 that stands for the real sites, for tests of crawls. All news in it is invented."""
from tests.replica.process import Replica
from tests.replica.sites import HOSTS, world
from tests.replica.world import Expected

__all__ = ["HOSTS", "Expected", "Replica", "world"]
