"""The least change of orders, wants or options that makes an outcome hold."""
