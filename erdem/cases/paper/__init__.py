"""Official documents (文书): templates as data, content put together from a case, printed as PDF and written as Word file."""
