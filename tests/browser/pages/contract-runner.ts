// What the contract suites import as 'vitest' when they are built into a page: the same verbs, told about afterwards.
import { chai, JestAsymmetricMatchers, JestChaiExpect, type ExpectStatic } from '@vitest/expect';

export type ContractResult = { readonly name: string; readonly error: string | null };

type Body = () => unknown;

chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

export const expect = chai.expect as unknown as ExpectStatic;

const collected: { readonly name: string; readonly body: Body }[] = [];
const path: string[] = [];

export function describe(name: string, body: () => void): void {
	path.push(name);
	body();
	path.pop();
}

export function test(name: string, body: Body): void {
	collected.push({ name: [...path, name].join(' › '), body });
}

/** Runs what was collected, one after the other; `settled` is called between them. */
export async function runContracts(settled: () => Promise<void>): Promise<ContractResult[]> {
	const results: ContractResult[] = [];
	for (const { name, body } of collected.splice(0)) {
		results.push({ name, error: await errorOf(body) });
		await settled();
	}
	return results;
}

const LIMIT_MS = 30_000;

async function errorOf(body: Body): Promise<string | null> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`not done after ${LIMIT_MS} ms`)), LIMIT_MS);
	});
	try {
		await Promise.race([body(), late]);
		return null;
	} catch (thrown) {
		return thrown instanceof Error
			? `${thrown.name}: ${thrown.message}\n${thrown.stack ?? ''}`
			: String(thrown);
	} finally {
		clearTimeout(timer);
	}
}
