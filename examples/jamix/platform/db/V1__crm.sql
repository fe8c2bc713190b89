-- MADE UP. The CRM's tables. The names are those of a Finnish developer.
CREATE SCHEMA crm;

CREATE TABLE crm.yritys (
    id        bigserial PRIMARY KEY,
    nimi      text NOT NULL,
    y_tunnus  char(9) UNIQUE
);

CREATE TABLE crm.yhteyshenkilo (
    id            bigserial PRIMARY KEY,
    yritys_id     bigint NOT NULL REFERENCES crm.yritys (id),
    etunimi       text NOT NULL,
    sukunimi      text NOT NULL,
    titteli       text,
    sahkoposti    text NOT NULL,
    puhelin       text,
    lisatietoja   text,
    luotu         timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN crm.yhteyshenkilo.lisatietoja IS 'Vapaa muistiinpano';

CREATE TABLE crm.kauppa (
    id                bigserial PRIMARY KEY,
    yhteyshenkilo_id  bigint NOT NULL REFERENCES crm.yhteyshenkilo (id),
    summa             numeric(12, 2) NOT NULL,
    tila              text NOT NULL
);
