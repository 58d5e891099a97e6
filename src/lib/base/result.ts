/** An expected outcome: a value, or an error the caller must look at. */
export type Result<T, E> = Ok<T> | Err<E>;

export type Ok<T> = { readonly ok: true; readonly value: T };
export type Err<E> = { readonly ok: false; readonly error: E };

export function ok(): Ok<void>;
export function ok<T>(value: T): Ok<T>;
export function ok<T>(value?: T): Ok<T | undefined> {
	return { ok: true, value };
}

export function err<E>(error: E): Err<E> {
	return { ok: false, error };
}

/** The value, or a thrown error that names what was expected: for tests and for what cannot fail. */
export function unwrap<T, E>(result: Result<T, E>, what = 'a result'): T {
	if (result.ok) return result.value;
	throw new Error(`Expected ${what} to succeed, got ${JSON.stringify(result.error)}`);
}
