import { describe, expect, it, vi } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { mintProjectId, type ProjectId } from '#lib/base/ids.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { ApiProblem } from '#lib/sync/api-problem.ts';
import type { KnownProject } from '#lib/studio/project-files/find-known.ts';
import { Toasts } from '#lib/ui/toasts.svelte.ts';
import { Home } from './home.svelte.ts';
import type { HomePort, ProjectCard } from './home-port.ts';
import { ProjectRemoval } from './project-removal.svelte.ts';

function card(title: string, more: Partial<ProjectCard> = {}): ProjectCard {
	return {
		id: mintProjectId(),
		title,
		changedAt: 0,
		thumbnailUrl: null,
		origin: 'mine',
		role: 'owner',
		shared: false,
		saved: 'device',
		...more,
	};
}

/** A home whose port keeps a plain list; `refusal` makes every verb fail with its words. */
function setup(cards: ProjectCard[] | null, refusal?: string) {
	let list = $state.raw<readonly ProjectCard[] | null>(cards);
	let gone: readonly ProjectCard[] = [];
	const forgotten: ProjectId[] = [];
	const outcome = <T>(value: T) => Promise.resolve(refusal === undefined ? ok(value) : err(refusal));
	const add = (made: ProjectCard) => {
		if (refusal === undefined) list = [...(list ?? []), made];
		return outcome(made.id);
	};
	const problem = { reason: 'full', message: refusal ?? '' } as const;
	const transferred = <T>(value: T) => Promise.resolve(refusal === undefined ? ok(value) : err(problem));
	const exported = {
		fileName: 'tavern.rastudio',
		bytes: 3,
		leftOut: { documents: 0, assets: 0, versions: 0 },
	};
	let known: KnownProject | null = null;
	const files: HomePort['files'] = {
		export: () => transferred({ ...exported, blob: new Blob(['zip']) }),
		save: () => transferred(exported),
		saveTo: () => transferred(exported),
		placeOf: () => Promise.resolve(null),
		find: () => Promise.resolve(known),
		import: async (file) => {
			const title = (file as File).name;
			const added = await add(card(title));
			return added.ok ? ok({ projectId: added.value, title, history: false }) : err(problem);
		},
		importAll: () => Promise.resolve({ outcomes: [], cancelled: false, blob: null }),
	};
	const port: HomePort = {
		account: () => Promise.resolve(null),
		get projects() {
			return list;
		},
		starters: [],
		storage: { usedBytes: 1_200_000_000, quotaBytes: 10_000_000_000, persisted: true, problem: null },
		deviceName: 'Kim',
		setDeviceName: () => {},
		createProject: ({ starter } = {}) => add(card(starter ?? 'Untitled')),
		renameProject: (id, title) => {
			if (!refusal) list = list?.map((one) => (one.id === id ? { ...one, title } : one)) ?? null;
			return outcome(undefined);
		},
		duplicateProject: () => add(card('Copy')),
		removeProject: (id) => {
			gone = list?.filter((one) => one.id === id) ?? [];
			if (!refusal) list = list?.filter((one) => one.id !== id) ?? null;
			return outcome(undefined);
		},
		restoreProject: () => {
			list = [...(list ?? []), ...gone];
			return outcome(undefined);
		},
		lost: { list: [], bringBack: (id) => outcome(id), forget: async (ids) => void forgotten.push(...ids) },
		files,
	};
	const clock = new ManualClock(1_000_000);
	const toasts = new Toasts(clock);
	const opened: ProjectId[] = [];
	const saved: string[] = [];
	const open = (id: ProjectId) => void opened.push(id);
	const home = new Home({ port, toasts, clock, open, save: (name) => void saved.push(name) });
	const titles = () => home.seen?.map(({ title }) => title);
	const said = () => toasts.list.map(({ kind, text }) => `${kind}: ${text}`);
	const know = (project: ProjectCard) =>
		(known = { projectId: project.id, title: project.title, exportedAt: 1, changedAt: 2 });
	return { home, port, clock, toasts, titles, said, opened, saved, forgotten, know };
}

describe('[R137] deleting a project', () => {
	const tavern = card('Tavern', { shared: true });
	const answers: Result<'done' | 'waiting', ApiProblem>[] = [];
	function ask(standing: 'on' | 'here', project = tavern) {
		const { home, toasts, titles, said } = setup([project]);
		const asked: unknown[] = [];
		const removal = new ProjectRemoval({
			projects: {
				device: { account: 'ada', choice: null, projects: [{ id: project.id, title: 'Tavern', standing }] },
				giveUp: (given) => {
					asked.push(given.id);
					return Promise.resolve(answers.shift() ?? ok('done'));
				},
				readList: () => Promise.resolve(),
			},
			removeHere: (one, isSaid) => home.remove(one, isSaid ? 'said' : 'asked'),
			toasts,
		});
		home.askFirst((one) => removal.askHere(one));
		return { home, removal, titles, said, asked };
	}

	it('that is on no account asks nothing', async () => {
		const { home, removal, titles } = ask('here');
		await home.remove(tavern);
		expect([removal.question, titles()]).toEqual([null, []]);
	});

	it('that is on the account takes it from this device only, when its person says so', async () => {
		const { home, removal, titles, said, asked } = ask('on');
		await home.remove(tavern);
		expect(removal.question).toMatchObject({ way: 'delete' });
		expect(titles()).toEqual(['Tavern']);
		await removal.onlyHere();
		expect([titles(), asked, removal.question]).toEqual([[], [], null]);
		expect(said()).toEqual(['info: “Tavern” was deleted.']);
	});

	it('for everybody takes it from the account and from here, and says it once', async () => {
		const { home, removal, titles, said, asked } = ask('on');
		await home.remove(tavern);
		await removal.giveUp();
		expect([titles(), asked]).toEqual([[], [tavern.id]]);
		expect(said()).toEqual(['info: “Tavern” was deleted for everybody.']);
	});

	it('of somebody else is leaving it; what the server refuses changes nothing here', async () => {
		const theirs = card('Tavern', { origin: 'joined', role: 'editor' });
		const { home, removal, titles, said } = ask('on', theirs);
		answers.push(err({ code: 'forbidden', message: 'No' }));
		await home.remove(theirs);
		expect(removal.question).toMatchObject({ way: 'leave' });
		await removal.giveUp();
		expect(titles()).toEqual(['Tavern']);
		expect(said()).toEqual(['error: “Tavern” stays as it was: No']);
	});
});

describe('the projects seen', () => {
	const cards = [
		card('Dungeon', { changedAt: 1 }),
		card('Tavern at dusk', { changedAt: 3 }),
		card('Light study', { changedAt: 2, origin: 'joined', role: 'viewer' }),
	];
	it('are those last changed first', () => {
		expect(setup(cards).titles()).toEqual(['Tavern at dusk', 'Light study', 'Dungeon']);
	});
	it('are those whose name holds the search, whatever the case', () => {
		const { home, titles } = setup(cards);
		home.searchFor('  T ');
		expect(titles()).toEqual(['Tavern at dusk', 'Light study']);
		home.searchFor('LIGHT');
		expect(titles()).toEqual(['Light study']);
	});
	it('are only the joined ones under "Shared with me"', () => {
		const { home, titles } = setup(cards);
		home.show('shared');
		expect(titles()).toEqual(['Light study']);
	});
	it('tell loading from empty', () => {
		expect(setup(null).home.seen).toBeNull();
		expect(setup(null).home.isEmpty).toBe(false);
		expect(setup([]).home.isEmpty).toBe(true);
	});
});

describe('a card', () => {
	it('says when it changed and how it is shared, and the time goes on', () => {
		const { home, clock } = setup([]);
		const project = card('Tavern', { changedAt: 1_000_000, shared: true });
		expect(home.describe(project)).toBe('Just now · shared');
		const stop = home.start();
		clock.advance(120_000);
		expect(home.describe(project)).toBe('2 minutes ago · shared');
		stop();
		clock.advance(3_600_000);
		expect(home.describe(project)).toBe('2 minutes ago · shared');
	});
	it('says what a guest may do', () => {
		const { home } = setup([]);
		const joined = { changedAt: 1_000_000, origin: 'joined' } as const;
		expect(home.describe(card('a', { ...joined, role: 'viewer' }))).toBe('Just now · you can look');
		expect(home.describe(card('a', { ...joined, role: 'editor' }))).toBe('Just now · you can edit');
	});
});

describe('what is done with a project', () => {
	it('[E188] a new one opens, with the first scene unless another was chosen', async () => {
		const { home, port, opened, titles } = setup([]);
		await home.create('empty');
		await home.create();
		expect([...titles()!].sort()).toEqual(['empty', 'first']);
		opened.shift();
		expect(opened).toEqual([port.projects?.find(({ title }) => title === 'first')?.id]);
		expect(home.busy).toBeNull();
	});
	it('a rename takes the trimmed words, and leaves the name for none', async () => {
		const { home, port, titles } = setup([card('Tavern')]);
		const project = port.projects![0]!;
		home.startRename(project.id);
		await home.endRename(project, null);
		await home.endRename(project, '   ');
		expect(titles()).toEqual(['Tavern']);
		await home.endRename(project, '  Inn ');
		expect(titles()).toEqual(['Inn']);
		expect(home.renaming).toBeNull();
	});
	it('a delete can be taken back from its toast', async () => {
		const { home, port, toasts, titles, said } = setup([card('Tavern')]);
		await home.remove(port.projects![0]!);
		expect(titles()).toEqual([]);
		expect(said()).toEqual(['info: “Tavern” was deleted.']);
		toasts.act(toasts.list[0]!);
		await Promise.resolve();
		expect(titles()).toEqual(['Tavern']);
	});
	it('an export is handed over as a file', async () => {
		const { home, port, saved } = setup([card('Tavern')]);
		home.startExport(port.projects![0]!);
		await home.endExport(null);
		expect(saved).toEqual([]);
		home.startExport(port.projects![0]!);
		await home.endExport(true);
		expect(saved).toEqual(['tavern.rastudio']);
	});
	it('imported files become projects; a file of another kind is named and refused', async () => {
		const { home, titles, said } = setup([]);
		await home.importFiles([new File([], 'a.rastudio'), new File([], 'photo.png')]);
		expect(titles()).toEqual(['a.rastudio']);
		expect(said()).toEqual([
			'success: “a.rastudio” was imported.',
			'error: “photo.png” is not a project. Choose a file that ends in .rastudio, or a .zip of them.',
		]);
	});
	it('a file whose project is here is asked about: opened, taken as a copy, or left', async () => {
		const { home, port, titles, opened, know } = setup([card('Tavern')]);
		const project = port.projects![0]!;
		know(project);
		const answers = ['nothing', 'open', 'copy'] as const;
		for (const answer of answers) {
			const taken = home.importFiles([new File([], 'a.rastudio')]);
			await vi.waitUntil(() => home.imports.asked);
			expect(home.imports.asked).toMatchObject({ title: 'Tavern', fileName: 'a.rastudio' });
			home.imports.answer(answer);
			await taken;
		}
		expect(opened).toEqual([project.id]);
		expect(titles()).toEqual(['Tavern', 'a.rastudio']);
	});
	it('every refusal is said, with its project and its reason', async () => {
		const { home, port, said, opened, saved } = setup([card('Tavern')], 'the disk is full.');
		const project = port.projects![0]!;
		await home.create();
		await home.endRename(project, 'Inn');
		await home.duplicate(project);
		home.startExport(project);
		await home.endExport(false);
		expect(said()).toEqual([
			'error: The project could not be made: the disk is full.',
			'error: “Tavern” could not be renamed: the disk is full.',
			'error: “Tavern” could not be duplicated: the disk is full.',
			'error: “Tavern” could not be exported: the disk is full.',
		]);
		await home.remove(project);
		await home.importFiles([new File([], 'a.rastudio')]);
		expect(said().slice(-2)).toEqual([
			'error: “Tavern” could not be deleted: the disk is full.',
			'error: “a.rastudio” could not be imported: the disk is full.',
		]);
		expect([...opened, ...saved]).toEqual([]);
	});
});

describe('what the browser lost', () => {
	const castle = { id: mintProjectId(), title: 'Castle', changedAt: 0, onServer: true };
	it('opens once it was fetched from its server; what no server has is said', async () => {
		const { home, opened } = setup([]);
		await home.bringBack(castle);
		expect(opened).toEqual([castle.id]);
		const refused = setup([], 'no server has it.');
		await refused.home.bringBack(castle);
		expect(refused.said()).toEqual(['error: “Castle” could not be brought back: no server has it.']);
		expect(refused.opened).toEqual([]);
	});
	it('is not missed any more once a file took its place, and is while the file was refused', async () => {
		const { home, forgotten } = setup([]);
		const onlyHere = { ...castle, onServer: false };
		await home.openInstead(onlyHere, new File([], 'photo.png'));
		expect(forgotten).toEqual([]);
		await home.openInstead(onlyHere, new File([], 'castle.rastudio'));
		expect(forgotten).toEqual([castle.id]);
	});
	it('keeps the way to its server, which a file does not replace', async () => {
		const { home, forgotten } = setup([]);
		await home.openInstead(castle, new File([], 'castle.rastudio'));
		expect(forgotten).toEqual([]);
	});
});

it('the space used is said in words and as a part', () => {
	const { home } = setup([]);
	expect(home.usedSpace).toBe('1.2 GB');
	expect(home.fullness).toBeCloseTo(0.12);
});
