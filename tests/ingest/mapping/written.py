"""Made-up exports in public layouts for which no real file is at hand."""

from __future__ import annotations

SSD = {
    "ssd_person.csv": (
        "pers_person_id,pers_forename,pers_surname,pers_sex,pers_gender,pers_ethnicity,pers_dob,pers_common_child_id,"
        "pers_expected_dob,pers_death_date\n"
        "001,Mia,Hobbs,F,,WBRI,2012-05-01 00:00:00,9434765919,,\n"
        "002,Tyler,Hobbs,M,,WBRI,2015-03-22 00:00:00,,,\n"
        "003,Ana,Reed,F,,,2004-02-10 00:00:00,,,\n"
    ),
    "ssd_linked_identifiers.csv": (
        "link_table_id,link_person_id,link_identifier_type,link_identifier_value,link_valid_from_date,link_valid_to_date\n"
        "1,001,Unique Pupil Number,N899210009017,,\n2,001,Court Case Number,CC-1,,\n3,002,Case Number,7781,,\n"
    ),
    "ssd_mother.csv": "moth_table_id,moth_person_id,moth_childs_person_id,moth_childs_dob\n1,003,004,2021-06-30 00:00:00\n",
    "ssd_address.csv": (
        "addr_table_id,addr_person_id,addr_address_type,addr_address_start_date,addr_address_end_date,"
        "addr_address_postcode,addr_address_json\n"
        'A1,001,HOME,2018-01-01 00:00:00,,ZZ12 4AB,"{""FLAT"":""2"",""HOUSE"":""14"",""STREET"":""Larch Close"",'
        '""TOWN"":""Eastvale"",""UPRN"":""999000010014""}"\n'
        'A2,003,REFUGE,2022-01-01 00:00:00,,ZZ15 1AA,"{""STREET"":""Hidden Lane""}"\n'
    ),
    "ssd_contacts.csv": (
        "cont_contact_id,cont_person_id,cont_contact_date,cont_contact_source_code,cont_contact_outcome_json\n"
        '10,001,2023-03-14 00:00:00,2A,"{""NEW_REFERRAL_FLAG"": """", ""NFA_FLAG"": ""Y""}"\n'
    ),
    "ssd_cin_episodes.csv": (
        "cine_referral_id,cine_person_id,cine_referral_date,cine_cin_primary_need_code,cine_referral_source_code,"
        "cine_referral_nfa,cine_close_reason,cine_close_date\n"
        "10,001,2023-06-05 00:00:00,N1,3A,N,RC8,2023-09-08 00:00:00\n"
    ),
    "ssd_cin_assessments.csv": (
        "cina_assessment_id,cina_person_id,cina_referral_id,cina_assessment_start_date,cina_assessment_child_seen,"
        "cina_assessment_auth_date,cina_assessment_outcome_nfa\n"
        "50,001,10,2023-06-07 00:00:00,Y,2023-07-21 00:00:00,Y\n"
    ),
    "ssd_assessment_factors.csv": (
        'cinf_table_id,cinf_assessment_id,cinf_assessment_factors_json\n1,50,"[""4B"",""3C"",""20""]"\n'
    ),
    "ssd_cp_visits.csv": (
        "cppv_cp_visit_id,cppv_person_id,cppv_cp_plan_id,cppv_cp_visit_date,cppv_cp_visit_seen,cppv_cp_visit_seen_alone\n"
        "7,001,3,2023-08-01 00:00:00,Y,Y\n8,001,3,2023-08-15 00:00:00,N,N\n"
    ),
    "ssd_cla_episodes.csv": (
        "clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_episode_start_reason,"
        "clae_cla_primary_need_code,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason\n"
        "1,002,2019-01-10 00:00:00,S,N1,2019-09-01 00:00:00,X1\n2,002,2019-09-01 00:00:00,P,N1,2020-03-01 00:00:00,E11\n"
    ),
    "ssd_cla_placement.csv": (
        "clap_cla_placement_id,clap_person_id,clap_cla_placement_start_date,clap_cla_placement_end_date,"
        "clap_cla_placement_type,clap_cla_placement_postcode\n"
        "1,002,2019-01-10 00:00:00,2019-09-01 00:00:00,U6,ZZ14 2WX\n2,002,2019-09-01 00:00:00,,A5,ZZ16 3CD\n"
    ),
    "ssd_permanence.csv": (
        "perm_table_id,perm_person_id,perm_adm_decision_date,perm_placement_order_date,perm_matched_date,"
        "perm_placed_for_adoption_date,perm_permanence_order_date,perm_permanence_order_type\n"
        "1,002,2019-06-01 00:00:00,2019-07-01 00:00:00,,2019-09-01 00:00:00,2020-03-01 00:00:00,Adoption Order\n"
        "2,001,,,,,2021-04-01 00:00:00,SGO\n"
    ),
    "ssd_professionals.csv": (
        "prof_professional_id,prof_professional_name,prof_professional_job_title,prof_professional_department\n"
        "P9,Farida Noor,Social worker,Assessment East\n"
    ),
    "ssd_involvements.csv": (
        "invo_involvements_id,invo_professional_id,invo_professional_role_id,invo_person_id,invo_involvement_start_date,"
        "invo_involvement_end_date,invo_worker_change_reason,invo_referral_id\n"
        "1,P9,ALLOCATED,001,2023-06-06 00:00:00,2023-08-01 00:00:00,LEFTRL,10\n"
    ),
}

SCHOOL_CENSUS = {
    "pupilonroll.csv": (
        "pupilonrolltableid,nativeid,schoolname,upn,formerupn,surname,forename,middlenames,preferredsurname,"
        "formersurname,dob,sex,ethnicity,entrydate,termlysessionspossible,termlysessionsauthorised,"
        "termlysessionsunauthorised\n"
        "P1,1,Brook Academy,N899210009017,,Hobbs,Mia,Ann,Tranter,,2012-05-01,F,WBRI,2022-06-27,110,9,52\n"
        "P2,2,Brook Academy,Z899210015033,,Hobbs,Tyler,,,Pike,2015-Mar-22 00:00:00,M,WBRI,2019-Sep-03 00:00:00,110,0,0\n"
    ),
    "pupilnolongeronroll.csv": (
        "pupilnolongeronrolltableid,nativeid,schoolname,upn,surname,forename,dob,sex,entrydate,leavingdate,"
        "termlysessionspossible,termlysessionsauthorised,termlysessionsunauthorised\n"
        "L1,3,Brook Academy,Y899210006022,Fairburn,Amelia,2006-07-12,F,2017-09-05,2024-02-09,,,\n"
    ),
    "addressesonroll.csv": (
        "addressesonrolltableid,pupilonrolltableid,uniquepropertyreferencenumber,postcode,saon,paon,street,locality,town\n"
        "AD1,P1,999000010014,ZZ12 4AB,,14,Larch Close,,Eastvale\nAD2,P2,,ZZ14 2WX,Flat 1,61,Mill Street,,Westvale\n"
    ),
    "termlyexclusionsonroll.csv": (
        "termlyexclusionsonrolltableid,pupilonrolltableid,startdate,category,reason,sessions\n"
        "X1,P1,2024-02-12,SUSP,DB,4\n"
    ),
}

POLE = {
    "person.csv": (
        "person_id,forename,surname,alias,date_of_birth,gndr_0001,identified,description,mobile\n"
        "P-1,Kelly,Tranter,Kelly Pike,1983-11-02,Female,,,07700 900118\n"
        "P-2,Danny,Mercer,,1979-01-15,Male,,,\n"
        'P-3,Daz,,,,Male,n,"friend of mum, silver van",\n'
        "P-4,Mia,Tranter,,2009-04-17,Female,,,\n"
    ),
    "location.csv": (
        'location_id,address,postcode,location_type\nL-1,"14 Larch Close, Eastvale",ZZ12 4AB,Dwelling\n'
        "L-2,1 Hidden Lane,ZZ15 1AA,Refuge\n"
    ),
    "event.csv": (
        "event_id,event_type,start_date,location_id,summary,action_taken,officer_id,officer_name\n"
        "E-1,Domestic abuse,2022-09-10T23:15:00,L-1,Pushed in the kitchen,advice given,7714,PC Anil Desai\n"
        "E-2,PPN,2022-09-11T02:00:00,,Concern report,,7714,PC Anil Desai\n"
        "E-3,Drone sighting,10/02/2023,,Noise,,,\n"
    ),
    "person_event.csv": (
        "event_id,person_id,role\nE-1,P-1,Victim\nE-1,P-2,Suspect\nE-1,P-4,Child\nE-2,P-4,Subject\n"
        "E-2,P-2,Mentioned\nE-3,P-3,Onlooker\n"
    ),
    "person_location.csv": "person_id,location_id,link_type,start_date\nP-1,L-1,Lives at,2020-01-01\nP-3,L-1,Visits,\n",
    "person_person.csv": "person_id_1,person_id_2,relationship,start_date\nP-2,P-1,partner,2022-06-01\n",
    "person_object.csv": "person_id,object_type,registration\nP-3,Vehicle,QQ12 VBN\nP-3,Van,QQ15 LKR\n",
}

GEDCOM = """\
0 HEAD
1 CHAR UTF-8
0 @I1@ INDI
1 NAME Kelly /Tranter/
1 SEX F
1 BIRT
2 DATE 2 NOV 1983
1 RESI
2 ADDR 14 Larch Close,
3 CONT Eastvale
3 POST ZZ12 4AB
0 @I2@ INDI
1 NAME Darren James /Pike/
1 SEX M
1 BIRT
2 DATE ABT 1980
0 @I3@ INDI
1 NAME Mia /Pike/
2 GIVN Mia
2 SURN Pike
1 SEX F
1 BIRT
2 DATE APR 2009
1 FAMC @F1@
0 @I4@ INDI
1 NAME Amelia /Pike/
1 SEX F
1 BIRT
2 DATE BET 2005 AND 2007
1 FAMC @F1@
2 PEDI adopted
0 @F1@ FAM
1 HUSB @I2@
1 WIFE @I1@
1 MARR
2 DATE 12 JUN 2001
1 DIV
2 DATE 2010
1 CHIL @I3@
1 CHIL @I4@
0 TRLR
"""

CP_IS = {
    "cpis.csv": (
        "NHS Number,Family Name,Given Name,Date of Birth,Plan Type,Start Date,End Date,Expected Date of Delivery,LA Code\n"
        "0434765911,Hobbs,Mia,01/05/2012,CPP,20/03/2024,,,999\n"
        "9434765919,Hobbs,Tyler,22/03/2015,LAC,10/01/2019,01/03/2020,,999\n"
        "4010232137,Reed,Ana,10/02/2004,UCPP,01/02/2024,,30/06/2024,999\n"
        "4010232138,Reed,Joe,02/10/2014,CPP,03/25/2024,,,999\n"
    )
}
