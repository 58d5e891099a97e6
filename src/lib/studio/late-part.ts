/** A part of the studio that comes with its first use; null where it could not: offline before it was kept here. */
export const latePart = <T>(loading: Promise<T>): Promise<T | null> => loading.catch(() => null);
