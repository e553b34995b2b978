"""清账 `qingzhang`: published department budgets and final accounts to a warehouse that adds up."""

__version__ = "0.1.0"
