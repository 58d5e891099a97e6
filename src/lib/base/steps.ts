/** Work that lets go after each small part of it, and returns what it made. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Takes all steps at once. */
export function finishSteps<T>(steps: Steps<T>): T {
	for (;;) {
		const { done, value } = steps.next();
		if (done) return value;
	}
}
