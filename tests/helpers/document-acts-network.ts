import type { Act } from './document-turn.ts';
import { checkReaders } from './document-checks.ts';
import { DAY } from './document-world.ts';

const leave: Act = ({ person }) => {
	if (!person.online) return undefined;
	person.online = false;
	person.disk = person.save();
	return 'leaves';
};

/** Everything on the way is lost with the line: what they sent last, and what was sent to them. */
const cut: Act = ({ world, person }) => {
	if (!person.online) return undefined;
	world.network.lose(person);
	person.online = false;
	person.disk = person.save();
	return 'is cut off';
};

const comeBack: Act = ({ world, person }) => {
	if (person.online) return undefined;
	person.disk = undefined;
	world.network.greet(person);
	return 'comes back';
};

const save: Act = ({ person }) => {
	if (person.online) return undefined;
	person.disk = person.save();
	return 'saves';
};

const reload: Act = ({ world, person }) => {
	checkReaders(person);
	world.network.lose(person);
	person.reload();
	world.ledger.count('reloads');
	if (person.online) world.network.greet(person);
	return 'reloads';
};

/** Away, with the last edits on no disk: nobody has them, and nobody may miss them. */
const crash: Act = ({ world, person }) => {
	if (!person.disk) return undefined;
	const { ledger } = world;
	const rows = ledger.rowsOf(person.documents.values());
	person.reload(person.disk);
	const left = ledger.rowsOf(person.documents.values());
	for (const row of rows) if (!left.has(row)) ledger.gone.add(row);
	ledger.count('rollbacks');
	return 'crashes';
};

/** What happens between people and on their devices, and how often. */
export const NETWORK_ACTS = {
	deliver: [14, (turn) => turn.world.network.deliver(turn.pick(50), 1 + turn.pick(12))],
	'deliver out of order': [
		4,
		(turn) => turn.world.network.deliver(turn.pick(50), 1 + turn.pick(4), 1 + turn.pick(9)),
	],
	'deliver twice': [2, (turn) => turn.world.network.deliverTwice(turn.pick(50), turn.pick(9))],
	leave: [2, leave],
	cut: [1, cut],
	'come back': [3, comeBack],
	save: [2, save],
	reload: [2.5, reload],
	crash: [1, crash],
	'a day passes': [
		1,
		(turn) => {
			turn.world.clock.advance(DAY);
			return 'lets a day pass';
		},
	],
} as const satisfies Record<string, readonly [share: number, act: Act]>;
