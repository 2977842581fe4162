const HL7 = 'http://hl7.org/fhir/StructureDefinition/';
const NICTIZ = 'http://nictiz.nl/fhir/StructureDefinition/';

/**
 * Extensions of nl-core that take apart, or code once more, what the element they stand in says in
 * full: the parts of a family name and of an address line, what kind of given name, the Dutch code
 * behind a code of FHIR. Their values are in the plan already.
 * @see https://simplifier.net/packages/nictiz.fhir.nl.r4.nl-core
 */
export const REPEATING_EXTENSIONS: ReadonlySet<string> = new Set([
  `${HL7}humanname-own-name`,
  `${HL7}humanname-own-prefix`,
  `${HL7}humanname-partner-name`,
  `${HL7}humanname-partner-prefix`,
  `${HL7}humanname-assembly-order`,
  `${HL7}iso21090-EN-qualifier`,
  `${HL7}iso21090-ADXP-streetName`,
  `${HL7}iso21090-ADXP-houseNumber`,
  `${HL7}iso21090-ADXP-buildingNumberSuffix`,
  `${HL7}iso21090-ADXP-additionalLocator`,
  `${HL7}iso21090-ADXP-unitID`,
  `${NICTIZ}ext-AddressInformation.AddressType`,
  `${NICTIZ}zib-AddressInformation-AddressType`,
  `${NICTIZ}zib-ContactInformation-TelecomType`,
  `${NICTIZ}ext-CodeSpecification`,
  `${NICTIZ}code-specification`,
]);
