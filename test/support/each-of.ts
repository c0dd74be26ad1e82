/** So many requests are under way at a time. */
const AT_ONCE = 16;

/** Does something with each, several at a time. Rejects with the first that fails. */
export async function eachOf<Item>(
  items: Iterable<Item>,
  act: (item: Item) => Promise<unknown>,
  atOnce = AT_ONCE,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const work = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await act(next.value);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
