"""Spreadsheets: reading what somebody has, writing what offices open."""
