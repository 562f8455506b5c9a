"""The clock's equations as loops: moves, choice, steps in time, and their adjoint.

layout : games → their moves and numbers, laid out flat; one game, or eight side by side.
vector_kernels : numbers one or eight wide as one value, so that one text serves both.
choice_kernels : one party's choices as an operator, over arcs or freely switched options.
one_by_one_kernels : the choices at one state, listed, where no table serves.
adjoint_one_kernels : what the choices at one state make of a nudge, listed one by one.
slope_kernels : that operator → what values change by, and its transpose → where mass flows.
runge_kernels : Dormand–Prince steps, values carried backward, and what lies between steps.
forward_kernels : the distribution carried forward, and what is summed up on the way.
adjoint_choice_kernels : what one party's choices make of a nudge, by the operator both ways.
adjoint_kernels : the same for the whole game, carried forward: the integrals of the gradient.
backward : game → values at every time from the horizon back to now.
trace : the steps that such a solve keeps.
forward : values and a start → the distribution over states at every time.
pairs : one party's choices in eight games, in registers, at less cost.
bundles : how sixty arrays at once reach a loop, as one address.
stiff : both ways by steps as long as accuracy allows, for draws by the hundred.
"""
