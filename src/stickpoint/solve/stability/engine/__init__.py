"""Where the stability lens does its work: reachability, classes, cubes, walks.

Kernels are plain Python until there is much to do; see `stickpoint.compiled`.

graph : any conflict, its moves laid out flat → the five concepts, by the least rank others can
    force.
graph_kernels : loops that put states in order of value, class and rank.
explicit : graphs of arcs and few parties → the same concepts, all parties in one pass.
arc_kernels : loops over the arcs of explicit graphs: turned round, thinned out.
reach : what finds that least rank, searching backward.
cube : a conflict without limits → the same concepts, by minima and maxima along axes.
cube_kernels : loops for those minima and maxima, and for the states that they leave open.
cube_sweep_kernels : loops that mark where the others can improve their way to a marked state.
walk : a state and who may move → the shortest legal sequences, and what they reach.
walk_kernels : loops that follow legal sequences forward.
coalition : groups of parties → what each reaches together, and what answers it.
coalition_kernels : loops over sets of states as bits: gains of groups, and what takes them away.
concept_kernels : loops for simultaneous sanctions.
"""
