import type { Dispose } from '../../base/disposer.ts';
import { Emitter } from '../../base/emitter.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { COMMAND_IDS, type CommandId } from './command-table.ts';

/** What a command does, given by the part that owns it. */
export type CommandAct = {
	readonly run: () => void;
	/** Why it cannot run now, in words; undefined while it can. */
	readonly reason?: (() => string | undefined) | undefined;
	/** What it is called just now, where that says more: “Hide”, “Show”. */
	readonly label?: (() => string) | undefined;
	/** Whether what it switches is on. */
	readonly checked?: (() => boolean) | undefined;
};

/** Why a command did not run. `absent`: nothing on screen offers it. */
export type CommandRefusal =
	{ readonly kind: 'absent' } | { readonly kind: 'cannot'; readonly message: string };

/** What can be done now: the parts of a screen put in what they can do, everybody else asks here by id. */
export class CommandRegistry {
	readonly #changes = new Emitter<void>();
	readonly #ran = new Emitter<CommandId>();
	/** Of several that offer one command, the last is on screen. */
	readonly #acts = new Map<CommandId, readonly CommandAct[]>();

	/** Offers commands; the returned function takes them back. */
	provide(acts: Readonly<Partial<Record<CommandId, CommandAct>>>): Dispose {
		const given = Object.entries(acts) as [CommandId, CommandAct][];
		for (const [id, act] of given) this.#acts.set(id, [...(this.#acts.get(id) ?? []), act]);
		this.#changes.emit();
		return () => {
			for (const [id, act] of given) {
				const others = (this.#acts.get(id) ?? []).filter((other) => other !== act);
				if (others.length > 0) this.#acts.set(id, others);
				else this.#acts.delete(id);
			}
			this.#changes.emit();
		};
	}

	/** Told whenever other commands are offered. */
	onChange(listener: () => void): Dispose {
		return this.#changes.on(listener);
	}

	/** Told of every command that ran. */
	onRan(listener: (id: CommandId) => void): Dispose {
		return this.#ran.on(listener);
	}

	find(id: CommandId): CommandAct | undefined {
		return this.#acts.get(id)?.at(-1);
	}

	/** What is offered now, in the order of the table. */
	get offered(): readonly CommandId[] {
		return COMMAND_IDS.filter((id) => this.#acts.has(id));
	}

	/** Runs a command, or says why not. */
	run(id: CommandId): Result<void, CommandRefusal> {
		const act = this.find(id);
		if (!act) return err({ kind: 'absent' });
		const message = act.reason?.();
		if (message !== undefined) return err({ kind: 'cannot', message });
		act.run();
		this.#ran.emit(id);
		return ok();
	}
}
