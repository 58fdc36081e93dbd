/** The drivers whose NICs can be simulated; `vif` is Xen's own netback. */
export const drivers = ['e1000e', 'ixgbe', 'tg3', 'bnx2x', 'vif'] as const;
export type Driver = (typeof drivers)[number];
