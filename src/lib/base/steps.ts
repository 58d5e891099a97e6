/** Work that lets go after each small part of it, and returns what it made. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Takes all steps at once. */
export function finishSteps<T>(steps: Steps<T>): T {
	for (;;) {
		const { done, value } = steps.next();
		if (done) return value;
	}
}

/** Takes them one by one, and asks `pause` after each whether others have their turn. */
export async function takeTurns<T>(steps: Steps<T>, pause: () => Promise<void>): Promise<T> {
	for (;;) {
		const { done, value } = steps.next();
		if (done) return value;
		await pause();
	}
}
