/** Somebody who can sign in on this machine. Nothing of them is ever written down: they are here, and made up. */
export interface Person {
  /** Also the user name, as in a pool whose people sign in by their e-mail address. */
  sub: string;
  email: string;
  birthdate: string;
  password: string;
}

/** The people of every user pool, by their given names. */
export const people: Readonly<Record<string, Person>> = {
  anna: {
    sub: '6c1f6f9e-53c4-4b6e-9d0a-0b1a53a11a01',
    email: 'anna@example.com',
    birthdate: '1985-03-02',
    password: 'anna-local',
  },
  ben: {
    sub: '6c1f6f9e-53c4-4b6e-9d0a-0b1a53be1102',
    email: 'ben@example.com',
    birthdate: '1990-07-14',
    password: 'ben-local',
  },
};

/** The person with this subject; undefined when there is none. */
export function personOf(sub: string): Person | undefined {
  return Object.values(people).find((person) => person.sub === sub);
}
