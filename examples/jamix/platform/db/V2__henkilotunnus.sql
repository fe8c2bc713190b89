-- MADE UP. Somebody needed it for a credit check, and told nobody.
ALTER TABLE crm.yhteyshenkilo
    ADD COLUMN henkilotunnus char(11);
