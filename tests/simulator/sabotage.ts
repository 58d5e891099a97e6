/** Ways to break the server on purpose: a simulator that finds nothing then would be worth nothing. */
export const SABOTAGES = [
	'the disk promises early',
	'an update in thirty is not relayed',
	'viewers are let in as editors',
	'the server never learns that a socket is over',
] as const;

export type Sabotage = (typeof SABOTAGES)[number];
