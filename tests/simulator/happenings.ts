import type { Random } from '#lib/base/random.ts';
import type { Device } from './device.ts';
import { MISCHIEF_NAMES } from './intruder.ts';
import type { Simulation } from './simulation.ts';
import { SOUND_DISK } from './virtual-disk.ts';

/** What kind of day it is: which troubles there are at all, and how fast things follow one another. */
export type Profile = {
	readonly troubles: readonly Trouble[];
	/** Milliseconds between two happenings, at most. */
	readonly pace: number;
	readonly editsOf: number;
};

const TROUBLES = ['network', 'tabs', 'server', 'disk', 'damage', 'loss', 'rights', 'intruders'] as const;
export type Trouble = (typeof TROUBLES)[number];

/** Each trouble is there or not: some runs have one alone, some all together. */
export function drawProfile(random: Random): Profile {
	const share = 0.25 + random() * 0.6;
	const troubles = TROUBLES.filter(() => random() < share);
	return {
		// Damage takes what only a lost device had, and no server can help that.
		troubles: troubles.includes('damage') ? troubles.filter((trouble) => trouble !== 'loss') : troubles,
		pace: [300, 2_000, 8_000, 20_000][Math.floor(random() * 4)] as number,
		editsOf: 0.35 + random() * 0.4,
	};
}

type Act = (world: Simulation, device: Device) => string | void | Promise<string | void>;

const openDocument = (world: Simulation, device: Device) => world.pick([...device.documents.values()]);

function edit(world: Simulation, device: Device): string | void {
	if (device.role === 'viewer') return;
	const open = openDocument(world, device);
	return open ? device.edit(open) : undefined;
}

const ORDINARY: Readonly<Record<string, Act>> = {
	edits: edit,
	burst: (world, device) => {
		for (let left = 2 + Math.floor(world.random() * 25); left > 0; left--) edit(world, device);
	},
	'stock edit': (world) => world.pick(world.stock.filter(({ isGone }) => !isGone))?.edit(),
	show: (world, device) => {
		const open = openDocument(world, device);
		if (open) device.show(open);
	},
};

const RARE: Readonly<Record<Trouble, Readonly<Record<string, Act>>>> = {
	network: {
		'connections reset': (_, { link }) => link.cut(),
		'half-open': (_, { link }) => link.silence(),
		stall: (_, { link }) => void (link.stalled = true),
		'late delivery': (_, { link }) => link.resume(),
		partition: (_, device) => {
			device.link.away = true;
			device.link.silence();
			device.hintNetwork();
		},
		'back again': (_, device) => {
			device.link.away = false;
			device.hintNetwork();
		},
		'slow reader': (world, { link }) => void (link.bytesPerSecond = 200 + world.random() * 4_000),
		'fast again': (_, { link }) => void (link.bytesPerSecond = Infinity),
		jitter: (world, { link }) => void (link.jitter = world.random() * 1_500),
		'everybody dropped': (world) => world.links.forEach((link) => link.cut()),
	},
	tabs: {
		'tab closed': (_, device) => device.close(),
		'tab killed': (_, device) => device.kill(true),
		'device off': (_, device) => device.kill(false),
		'tab opened': (_, device) => device.open(),
		'document left': (world, device) => {
			const open = openDocument(world, device);
			if (open) device.leave(open.live.id);
		},
		'documents opened': (world, device) => [...world.documents.keys()].forEach((id) => device.join(id)),
		hidden: (_, device) => device.setVisible(false),
		visible: (_, device) => device.setVisible(true),
		asleep: (_, device) => device.sleep(),
		awake: (world, device) => device.wake(world.random() < 0.5),
		// A stock client keeps nothing: gone, it is a device lost, which no server can help that loses rows.
		'stock leaves': (world) => {
			if (world.disk.counts.damaged === 0) world.pick(world.stock)?.leave();
		},
		newcomer: (world) => {
			if (world.devices.length < 7) world.addDevice(world.random() < 0.7 ? 'editor' : 'viewer');
		},
	},
	server: {
		'server killed': (world) => world.crashServer(true),
		'machine gone': (world) => world.crashServer(false),
		'server up': (world) => world.startServer(),
		'server up again': (world) => world.startServer(),
		'server restarts': async (world) => {
			await world.restartServer();
			world.startServer();
		},
	},
	disk: {
		'disk full': ({ disk }) => void (disk.faults.isFull = true),
		'write errors': ({ disk }) => void (disk.faults.writeErrors = 0.3),
		'read errors': ({ disk }) => void (disk.faults.readErrors = 0.5),
		'slow disk': (world) => void (world.disk.faults.syncMs = 50 + world.random() * 8_000),
		'disk well': ({ disk }) => void (disk.faults = { ...SOUND_DISK }),
		'disk well again': ({ disk }) => void (disk.faults = { ...SOUND_DISK }),
	},
	damage: {
		'row damaged': async (world) => {
			if (world.stock.some(({ isGone }) => isGone)) return;
			const documentId = world.pick([...world.documents.keys()]);
			if (documentId) await world.disk.damage({ projectId: world.projectId, documentId });
		},
	},
	loss: {
		'device lost': (world, device) => {
			// Somebody must stay to tell the story.
			if (world.devices.filter(({ isLost }) => !isLost).length > 2) device.lose();
		},
	},
	rights: {
		'link revoked': (world, { name }) => world.guests.revoke(world.tokens.get(name) ?? '', world.clock.now()),
		'invited again': (world, device) => world.inviteAgain(device),
	},
	intruders: Object.fromEntries(
		MISCHIEF_NAMES.map((mischief) => [
			`intruder: ${mischief}`,
			(world: Simulation) => world.addIntruder(mischief),
		]),
	),
};

const COMMON = Object.entries(ORDINARY);

/** One thing that happens, somewhere; its name. */
export async function happen(world: Simulation, { troubles, editsOf }: Profile): Promise<string> {
	const trouble = world.random() < editsOf ? undefined : world.pick(troubles);
	const acts = trouble ? Object.entries(RARE[trouble]) : COMMON;
	const [name, act] = world.pick(acts) as [string, Act];
	const device = world.pick(world.devices) as Device;
	if (device.isLost) return 'nothing';
	const detail = await act(world, device);
	world.note(`${name} (${device.name})${detail ? ` ${detail}` : ''}`);
	return name;
}
