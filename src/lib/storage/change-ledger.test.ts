import { expect, test } from 'vitest';
import { countWaiting, mergeLedgers, settleLedger } from './change-ledger.ts';
import type { ChangeLedger } from './ports.ts';

const visits = (count: number, made: number): ChangeLedger =>
	Object.fromEntries(Array.from({ length: count }, (_, n) => [String(1000 + n), { made, acknowledged: 0 }]));

test('[S12] what waits stays line by line, what is settled goes', () => {
	const ledger = { ...visits(3, 2), '7': { made: 4, acknowledged: 4 } };
	expect(settleLedger(ledger)).toEqual(visits(3, 2));
});

test('[S29] a ledger of a thousand visits that no server heard of is one line, and says how much waits', () => {
	let ledger: ChangeLedger = {};
	for (let visit = 0; visit < 1000; visit++) {
		ledger = settleLedger(mergeLedgers(ledger, { [String(5000 + visit)]: { made: 3, acknowledged: 1 } }));
		expect(Object.keys(ledger).length).toBeLessThanOrEqual(32);
	}
	expect(countWaiting(ledger)).toBe(2000);
});

test('[S12] lines made one never say too little, whoever goes on counting on the old ones', () => {
	const before = visits(40, 1);
	const settled = settleLedger(before);
	expect(countWaiting(settled)).toBe(40);
	const goesOn = mergeLedgers(settled, { '1000': { made: 2, acknowledged: 0 } });
	expect(countWaiting(goesOn)).toBeGreaterThanOrEqual(41);
	const acknowledged = mergeLedgers(settled, { '1000': { made: 1, acknowledged: 1 } });
	expect(countWaiting(acknowledged)).toBe(40);
});
