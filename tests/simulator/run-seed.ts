import { drawProfile } from './happenings.ts';
import type { Figures } from './figures.ts';
import { checkContents, leftovers, presenceComplaints, treasuresOf, unsettled } from './invariants.ts';
import type { Sabotage } from './sabotage.ts';
import { Simulation } from './simulation.ts';

/** Virtual milliseconds. Longest back-off, a half-open line's timeouts and a full disk's retry, one after the other. */
const RECOVERY_MS = 4 * 60_000;
/** After which everybody sees exactly who is there. */
const PRESENCE_MS = 60_000;
/** After which nothing of those who left is left. */
const DEPARTURE_MS = 2 * 60_000;

/** Throws when an invariant does not hold, with what happened until then. */
export async function runSeed(seed: number, sabotage: Sabotage | null = null): Promise<Figures> {
	const world = new Simulation(seed, sabotage);
	try {
		await live(world);
		world.figures.story = world.trace.join('\n');
		return world.figures;
	} catch (cause) {
		const story = world.trace.slice(process.env['SEED'] ? 0 : -60).join('\n');
		throw new Error(`Seed ${seed}: ${cause instanceof Error ? cause.message : String(cause)}\n${story}`, {
			cause,
		});
	} finally {
		world.dispose();
	}
}

async function live(world: Simulation): Promise<void> {
	const profile = drawProfile(world.random);
	world.note(`troubles: ${profile.troubles.join(', ')}; pace ${profile.pace} ms`);
	populate(world, profile.troubles.includes('intruders'));
	await world.play(profile, 40 + Math.floor(world.random() * 60));
	world.heal();
	world.addDevice('editor'); // a newcomer, who has nothing yet
	const treasures = treasuresOf(world);
	await recover(world);
	await until(world, PRESENCE_MS, () => presenceComplaints(world));
	await checkContents(world, treasures);
	count(world);
	await leave(world);
}

function populate(world: Simulation, hasPlayground: boolean): void {
	const { random } = world;
	const first = world.addDocument();
	if (random() < 0.5) world.addDocument();
	if (hasPlayground) world.addDocument(true);
	for (let left = 2 + Math.floor(random() * 3); left > 0; left--) world.addDevice('editor');
	if (random() < 0.4) world.addDevice('viewer');
	if (random() < 0.6) world.addStockDevice('editor', first);
	if (random() < 0.3) world.addStockDevice('viewer', first);
}

async function recover(world: Simulation): Promise<void> {
	const from = world.clock.now();
	await until(world, RECOVERY_MS, () => unsettled(world));
	world.figures.raise('worst recovery, virtual seconds', (world.clock.now() - from) / 1000);
}

/** Lets time pass until nobody complains any more. */
async function until(world: Simulation, ms: number, complaints: () => string[]): Promise<void> {
	const end = world.clock.now() + ms;
	for (let found = complaints(); found.length > 0; found = complaints()) {
		if (world.clock.now() >= end)
			throw new Error(`Still not well after ${ms / 1000} s:\n${found.join('\n')}`);
		await world.clock.advance(1_000);
	}
}

async function leave(world: Simulation): Promise<void> {
	for (const device of world.devices) device.close();
	for (const device of world.stock) device.leave();
	await until(world, DEPARTURE_MS, () => leftovers(world));
	await world.restartServer();
}

function count(world: Simulation): void {
	const { figures, disk, documents, clock } = world;
	for (const { made, acknowledged } of documents.values()) {
		figures.add('edits made', made);
		figures.add('edits acknowledged', acknowledged.size);
	}
	for (const [name, value] of Object.entries(disk.counts)) figures.add(`disk: ${name}`, value);
	figures.add('runs');
	figures.add('events', clock.turns);
	figures.add('virtual hours', (clock.now() - 1_000_000) / 3_600_000);
}
