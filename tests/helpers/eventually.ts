/** Resolves once something holds, looked at every `every` milliseconds; the test's own limit ends the wait. */
export async function eventually(holds: () => boolean | Promise<boolean>, every = 20): Promise<void> {
	while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, every));
}
