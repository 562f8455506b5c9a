"""The clock's equations by steps as long as accuracy allows, for draws by the hundred.

step_kernels : the schemes, a step's error, and which scheme a step takes.
leap_kernels : steps that go by where the last ones led.
back_kernels : values carried backward, by leaps.
steady_kernels : where mass flows when all choices stay as they are.
forth_kernels : the distribution carried forward, by schemes.
"""
