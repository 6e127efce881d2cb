"""What happens without somebody at a desk: jobs and schedules, kept in the same database (Procrastinate).

A task in `tasks.py` calls one function of a room below. What puts a job in (`actions`, `imports`) and what reads them
(`queries`) never reaches people; only the tasks do, in the worker.
"""
