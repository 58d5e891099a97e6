import { problemText, type AccountProblem } from './account-words.ts';

type Texts<Name extends string> = Readonly<Record<Name, string>>;
export type FieldErrors<Name extends string> = Readonly<Partial<Record<Name, string>>>;

type Making<Name extends string> = {
	readonly empty: Texts<Name>;
	/** What is wrong with what was typed; nothing is sent while anything is. */
	readonly check?: (typed: Texts<Name>) => FieldErrors<Name>;
	readonly send: (typed: Texts<Name>) => Promise<AccountProblem | null>;
	/** What a refusal says of which field; null where it is of the whole. */
	readonly explain?: (problem: AccountProblem, typed: Texts<Name>) => FieldErrors<Name> | string | null;
	/** Forgotten once they were taken. */
	readonly secrets?: readonly Name[];
};

/** What somebody types, what is wrong with it, and the sending of it. */
export class TypedForm<Name extends string> {
	readonly fields: Record<Name, string>;
	#errors = $state.raw(nothing<Name>());
	#problem = $state.raw<string | null>(null);
	#busy = $state.raw(false);
	readonly #making: Making<Name>;

	constructor(making: Making<Name>) {
		this.#making = making;
		this.fields = $state({ ...making.empty });
	}

	get errors(): FieldErrors<Name> {
		return this.#errors;
	}
	/** What went wrong with the whole of it. */
	get problem(): string | null {
		return this.#problem;
	}
	get busy(): boolean {
		return this.#busy;
	}

	/** As if nothing had been typed. */
	clear(): void {
		Object.assign(this.fields, this.#making.empty);
		this.#errors = nothing();
		this.#problem = null;
	}

	/** Whether it was taken. */
	async submit(): Promise<boolean> {
		if (this.#busy) return false;
		const { check, send, secrets = [] } = this.#making;
		const typed = { ...this.fields };
		this.#problem = null;
		this.#errors = check?.(typed) ?? nothing();
		if (Object.keys(this.#errors).length > 0) return false;
		this.#busy = true;
		const problem = await send(typed);
		this.#busy = false;
		if (problem) this.#explain(problem, typed);
		else for (const name of secrets) this.fields[name] = '';
		return problem === null;
	}

	#explain(problem: AccountProblem, typed: Texts<Name>): void {
		const why = this.#making.explain?.(problem, typed) ?? problemText(problem);
		if (typeof why === 'string') this.#problem = why === '' ? null : why;
		else this.#errors = why;
	}
}

const nothing = <Name extends string>() => ({}) as FieldErrors<Name>;
