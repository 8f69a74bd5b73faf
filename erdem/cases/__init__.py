"""Cases: what people complain of and report, what offices do about it, on which clock and with what result."""
