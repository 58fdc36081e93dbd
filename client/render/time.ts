/** A moment as people read it, to the second, in UTC. */
export const utcTime = (moment: Date): string => moment.toISOString().slice(0, 19).replace('T', ' ');
