"""The tamper-evident log of acts: append within the act's transaction, publish signed heads, prove."""
