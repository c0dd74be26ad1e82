/** Whom and what the broker insures. */

const address = { line1: 'Veldstraat 1', city: 'Gent', postcode: '9000', country: 'BE' };

export const policyholder = {
  givenName: 'Anna',
  familyName: 'Peeters',
  dateOfBirth: '1985-03-02',
  email: 'anna@example.com',
  phone: '+32470123456',
  address,
};

const ratedVehicle = {
  powerKw: 66,
  firstRegistered: '2017-12-01',
  fuel: 'diesel',
  use: 'private',
  fleet: false,
};

/** What a quote is priced on. */
export const risk = {
  driver: { dateOfBirth: policyholder.dateOfBirth, bonusMalusLevel: 2 },
  vehicle: ratedVehicle,
  address: { country: address.country, postcode: address.postcode },
};

/** Which vehicle it is. */
export const vehicle = { vin: 'WVWZZZ1JZXW000001', plate: '1-ABC-234' };

/** The car that replaces it. */
export const nextVehicle = {
  vin: 'WBA8E9C50GK646795',
  plate: '2-XYZ-789',
  powerKw: 110,
  firstRegistered: '2024-05-14',
  fuel: 'gasoline',
  use: 'private',
  fleet: false,
};
