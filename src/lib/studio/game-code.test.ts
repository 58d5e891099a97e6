import { describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import type { DocumentId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { LiveDocument } from '../doc/live-document.ts';
import { ScriptDocument } from '../doc/script.ts';
import { linkScripts } from '../runtime/link/link-scripts.ts';
import type { Sandbox, SandboxError } from '../runtime/sandbox/sandbox-adapter.ts';
import { GameCodes, type GameWorkshop } from './game-code.ts';
import type { ScriptsOfProject } from './project-scripts.ts';

const ID = 'd-door' as DocumentId;

function setup() {
	const document = new LiveDocument(ID, 'script');
	const write = (text: string) =>
		unwrap(new ScriptDocument(document).edit('edit', 'edit', [{ start: 0, end: 0, text }]));
	write('export const a = 1;\n');
	const session = {
		documents: [{ id: ID, kind: 'script', title: 'Door' }],
		liveDocument: () => document,
	} as unknown as ScriptsOfProject;
	const opened: {
		code: Blob | string;
		dispose: ReturnType<typeof vi.fn>;
		fail: (error: SandboxError) => void;
	}[] = [];
	const workshop: GameWorkshop = {
		link: vi.fn((sources) => Promise.resolve(linkScripts(sources))),
		text: vi.fn((scripts) => Promise.resolve({ code: new Blob([scripts]), linesBefore: 0 })),
		open: vi.fn((code, onerror) => {
			const dispose = vi.fn();
			opened.push({ code, dispose, fail: onerror });
			return Promise.resolve({ dispose } as unknown as Sandbox);
		}),
	};
	const clock = new ManualClock();
	return { write, workshop, opened, clock, codes: new GameCodes(session, clock, workshop) };
}

const BROKEN: SandboxError = { message: 'It broke.', line: 1 };

describe('what games of a project run', () => {
	it('[T130] is linked once, until a script says something else', async () => {
		const { write, workshop, codes } = setup();
		const first = await codes.link();
		expect(await codes.link()).toBe(first);
		write('export const b = 2;\n');
		const second = await codes.link();
		expect(second.text).toContain('b = 2');
		expect(workshop.link).toHaveBeenCalledTimes(2);
	});

	it('[T130] is tried again where what links it was not here', async () => {
		const { workshop, codes } = setup();
		vi.mocked(workshop.text).mockRejectedValueOnce(new Error('offline'));
		await expect(codes.link()).rejects.toThrow('offline');
		expect((await codes.link()).text).toContain('a = 1');
	});

	it('[T130] stands ready for one game: the next opens its own', async () => {
		const { opened, codes } = setup();
		await codes.prepare();
		await codes.prepare();
		expect(opened).toHaveLength(1);
		const code = await codes.link();
		const told = vi.fn();
		const sandbox = await code.open(told);
		expect(opened).toHaveLength(1);
		opened[0]!.fail(BROKEN);
		expect(told).toHaveBeenCalledWith(BROKEN);
		expect(await code.open(() => {})).not.toBe(sandbox);
		expect(opened).toHaveLength(2);
		codes.dispose();
		expect(opened[0]!.dispose).not.toHaveBeenCalled();
	});

	it('[T130] one that breaks while it waits is not played in', async () => {
		const { opened, codes } = setup();
		await codes.prepare();
		opened[0]!.fail(BROKEN);
		await vi.waitFor(() => expect(opened[0]!.dispose).toHaveBeenCalled());
		await (await codes.link()).open(() => {});
		expect(opened).toHaveLength(2);
	});

	it('[T130] stands ready anew a moment after a script was changed, and what stood there goes', async () => {
		const { write, opened, clock, codes } = setup();
		await codes.prepare();
		write('export const b = 2;\n');
		clock.advance(1000);
		write('export const c = 3;\n');
		clock.advance(1999);
		expect(opened).toHaveLength(1);
		clock.advance(1);
		await vi.waitFor(() => expect(opened).toHaveLength(2));
		expect(opened[0]!.dispose).toHaveBeenCalledOnce();
		expect(await (opened[1]!.code as Blob).text()).toContain('c = 3');
	});

	it('[T130] while a game runs, nothing stands ready, however its scripts are changed', async () => {
		const { write, opened, clock, codes } = setup();
		await codes.prepare();
		await (await codes.link()).open(() => {});
		write('export const b = 2;\n');
		clock.advance(10_000);
		await codes.link();
		expect(opened).toHaveLength(1);
	});

	it('[T130] while somebody writes, what was written last stands ready, and what does not parse never', async () => {
		const { write, opened, workshop, codes } = setup();
		await codes.link();
		write('export const b = 2;\n');
		const first = codes.ahead();
		write('export const c = 3;\n');
		await Promise.all([first, codes.ahead()]);
		expect(opened).toHaveLength(1);
		expect(await (opened[0]!.code as Blob).text()).toContain('c = 3');
		await (await codes.link()).open(() => {});
		expect([opened.length, vi.mocked(workshop.link).mock.calls.length]).toEqual([1, 3]);
		write('export const = 4;\n');
		await codes.ahead();
		expect(opened).toHaveLength(1);
		codes.dispose();
		await codes.ahead();
		expect(workshop.link).toHaveBeenCalledTimes(4);
	});

	it('[T130] goes with the project, also while it was being made ready', async () => {
		const { write, opened, clock, codes } = setup();
		await codes.prepare();
		codes.dispose();
		await vi.waitFor(() => expect(opened[0]!.dispose).toHaveBeenCalledOnce());
		write('export const b = 2;\n');
		clock.advance(10_000);
		await codes.prepare();
		const { opened: others, codes: left } = setup();
		const preparing = left.prepare();
		left.dispose();
		await preparing;
		expect([opened.length, others.length]).toEqual([1, 0]);
	});
});
