"""Archives of 7Z and RAR under a password, as their own packers wrote them, each around the same made-up notes.

`box/` holds `note1.txt` to `note3.txt`, and `nothing.txt`, which is empty; `open.txt` is locked only where it says so.
"""

import base64

WORD, SECOND = "শাপলা-ফুল", "second"
LONG = "twenty-nine letters, all told."
OPEN = b"This one lies open.\n"
NOTES = {
    f"box/note{number}.txt": (
        f"Note {number}. The clerk of Marsh hall kept the ballot papers of ward {number}"
        " in nine sealed boxes until the morning of the count.\n"
    ).encode()
    for number in (1, 2, 3)
}
_PACKED = {
    "apart.7z": (
        "H+sCUCma9-^AKWW=m7u#00000BLDyZ00000&t)|-j>XL+d*RjF`U{T#Y9f~?9`bV`9|Wc<Y`o!!lL9Ckd!!%aw3>LPD7Q693nCHS"
        "?wEi(E62rAPP#wOo|!7=607tn#$P8gHeRecF_1yo<7_{Z>Q;^+ZO0W7%YGS4?hxDs_1<!i*#E6~+iPILDIBPfWx&YDGESo=+f{bE"
        "`cIBF+IO@AGutV$xem?+fI&Kr$N_>O4~eC-+ITFFmIuMn>+G=*NDfKUUzxAW37YQitqZepfS1Tg$qt-FY!jUP$)mVR3poEK?j%7n"
        "nw|C7uTRR*)=^iOJaXel@d3hw$NWcI>JOP)54OGTsLLLDT5|sN9;)q(#fzkFuADvhdvdfPp_kT=Cf2x`@r3K228`Ay&8=xxW4MOr"
        "004nA2d+<}n9}7a>3?#K(-(Y|w+9y7(s(^VA0WtxS%kAzUY5$;XD3n%VjCyzRb<k+(G(A8aKfA{n&xidc7dIwjiKVsWC#!W!f&h>"
        "xp@~^$yeph<vP>+qkP=c;_i?x@L?Ui&xX}2o7>JkmWqdR$p2wDXYlq;RY@^gR=YitwdX%9Q)#bHX<){ll6d0I8B9!*G1UvAQ<9R|"
        "B1(ruVBetI*f~q}+L4NnC_9#gPbrM%VS*3Yo~b?M`qNoDPZj_G7Y2bK0SSP}00#>J00AQd0RaVF01yBG41sbA0iXo3VgLX"
    ),
    "blake.5.rar": (
        "Qeko-8V3OY^WlQ)3jqZO00sd8fPjDiJOs>ibOHlZ@Bjk#0HlKg*?~A_fCB*yVsCgaZf|sDGA?v@bT9z`0}tb*p=+s?rqiwY=Sv*x"
        "+~{86g}x`8IH>$bZA=u+r`!1_p(q0C8n?`3&v7CG0PA0rfLXx?B7{Ok^Ne_P;Bq9Z+kikG8<<tir3hy<3O2u$INbkE(*oFA5P7U("
        "pfhaMuMjuk(nvZTADAd7z!<XG8k4_s>%Cz>+nRf9O`VfR(Cn96ajFadj+d&C5W++k#{|Y)KK8FNIy-(d{ecf?%z4x-qZ2B|s&@GL"
        "vUU}ENU|TC^yYY8V`4_-ce?qnW_AJtRFD7yfB>X}0@;B$W`F|$4`Oe4FK%yiXlZU|E_8TwFaZDq596evYpIo{)2;dEOC0Om=n!mq"
        "G8VI?ky@3BBdBMBpZO=DC<5vlx6EYEaUuc$abN;E;%-YztZ{Aw(T>lQ-6h^0j+T;$&?M-R5kUKZ>VRApZNJ60<S4BTygEQbT9#nA"
        "bOHlZ@Bjk#0HlKg*?~A_fCB*yVsCgaZf|sDGcI&^bT9z`0}tb*p=+s?rqiwY=Sv*x+~@~<9nJ@Ra$|YafI~XTOK<rnp(q0C8n?`3"
        "&v7CG0INM@t7J%-T7mkHJWm?<1%m9lIAdp%Os%Z>xTm2w0u16uWSUU~4J=VxLyfG9REmr2c=In(On1uWbj05Fhsp6XHTdb*AZHF7"
        ">2R*Yryz-S6N>%Hm3z*&qH1UQ-4r`<Aag4<i{vW0ywge+tZmRfTh5NL%!3R%NXf2_z0jUg-Bao%3ou2Aj<&`0C+>g{J#+#CRPX=-"
        "_5h@V0@;B$W`F|$4PtM2FK%yiWic*vcyurU00R%>q@io6m8R3J`R7X<>)hysO4Zo&#cf=sr{t>52xHdyC!r_;>KeDqWY2LT0su+n"
        "b0v7@Bgf^p;8=uX{Notz8WE=BBdn`(%ukFM*DomT?zY)&VHdy{Qpwb_P;`nEY41boTXfwxgpkr3Ywrz$a9hfqp%SypkSC-cYe65K"
        "3|j;<Q;WT9ZlM;S#pj^&<<kJH+dQA`RC#~mH1FbC!IN#9L4okk<-=Fodv8qNJ|b1-<>RjNFS3cPCnZ~nls-2C10w(f0PTYT*?~A_"
        "fB*plVsCgN0s!3(i5GU0KSRgRGO&t~ekF7tim9P265-0ofE57p%1<44R#5{51ON"
    ),
    "comment.5.rar": (
        "Qeko-8V3OYQjG9AAp`&b0T1@#0j|FY$1AlXp}g**0*2wG2fWs;eId|#q<!_*P9CVNy;hJOY;tM@#>Zals8N;E+2R%<WgLzs{@th)"
        "p7N4|YamDwvxp4>*w#7}n9iqKyeYAgZ`yCwk}_`}pSEjjxXr>xQGfJV{hRJp0^8TPHl8buo9xte#2fbLD3O8OV6B54hmaAf<(BQ0"
        "hY$-EY8f9GGj)-378GJ6X%sdJpDzJ64z9+0?E(pZTe`58)()u{eREZXGtK;<1Q;id{iUhE^EcnChA);TEz6T>+YG*bLQ~2_Iqb-W"
        "4#O&c+uf9}_DDZ-c6y1-=ope4>RE@xf+JXrvPytT=cg-lEHsRh*hbZx@B`*NQ${JQRwT}@JL&l^jNV67Lga$uSFWRIw!3D+0CM+)"
        "5Z@Z&pL}nPK)N4jBNsJ5T2<Wr=YR>)j|Rpjm=suaxtwIx8cYDT+#Q%p)xyy{73TP2VU4Y8K-gTWxGyqPqlo~RO#<+}81O*wbDgn)"
        "E~z&$BpWLE*XwvF-LT-k5OX_9a&2}E{zZ6{7rbUC5_TsHTw^(Co8O{huY7X&<o;r$j;pin{sKc&tM%JqTm+Wo&+f`4M((O?FA;}6"
        "qKMXFGz$AX1s#5m8@0AH7m^^3N)hL7QkI^I6-{s22~Lxe5nTmTS(ti(&xL{Qf0>p2_KT&-D&tx<A6x*et+ZN!+Ov^mTQlzFK|DHh"
        "|GvJEuu|M1U<{9lpXnUK=)L%zK+)NUO3xLEnQ#zwDx0OcvNipMwO|wt!8*R7zWM^Vz9P!IBT6>{p`9J`NBSF3%AW0qp||7wgIv;0"
        ")B?3yn{~mCAJD4Kay=t8o|(^9KI4S%LtMKZW$9A2I6%tZJ8$TXyO*IaYNJcrh$QDhF9AW&{flg`;&XzQk#!m-VB#jnngZk`P0DDE"
        "&?{3*ux3Nhbmo3{Wzf=7TB@`b><GLfcvV4g$jy|>XhUe6;u9@vcfK0Z?-VS^4@<|;JC?bAsiR9F$;-=(0(94sjTt5&s~-P8-^mfz"
        "BzavG$$wLoRt5CZ<Y~5j*stZ?wm6T#Lm+K2?GZ81S#6`5LQiu%tQ)wF-68qolR8jJn<ZCwt9uov^M+G}Iq+Jdq0aa3;SDsEtf7R1"
        "LQsZkPY(%w<0k6q^+QBpn$m%oZ8E&p3o{|D_&dguE&H#ieB|)KZ;8gN_jR8?tFG(WxnebyG>yo_VD+>30Va9N7|pC)W1KH=!d{Eu"
        "9$up*oD>lk0bL<Zid6b`i*e98-M2B$&qm-+ovo?^AW3C4wnM16q8U&x^@B2}v(rEpV~cx7c}`{;Ik0BZ!D_k27u|N_YovRsR>}{7"
        "Qsn$SUkqNX!>wfuotTx0HysoU831$C9e}emFSZvX5<U5P1K^lVra&^n`^o"
    ),
    "graph.7z": (
        "H+sCUCma9-=hmiFrvU%}00000BLDyZ000003ZwVL*~_H%?pq#Yg>Xktb7RiK1V?SGPmcW*P=HW)7LaGG498M{59v39(0{Z(-CYlT"
        "cmBMQb;a5xA``93D%@j-j!xxP<zBA+X|WC+<DwH~`;Z-*lb67ex4cd23MmMuND8jp(8$c^=kRRpQ1B&+&B$$$0s(Hhz63s_oT9|*"
        "w+z2k@NNYmChi_WR#5rTq~Ji8jh8YsV*)+i<4G2lVXUd)sweeFZ99qphuyXh004nA2d-_!cr}yCAzu+bMBsS{7OJ>eHCEO5Y?XyE"
        "4YHu|2@+hie8%6G?Q2@<*YSQK|FilhFLCfCF*!^T0AiV6$)&jU%DnxuV3*_&KM%xMo^p28)EdQ03v64`IDtbPVsA7vY@LhZ6Co+;"
        "HW5c3-lQo(4Uc1$@*V?0Jr)+NoU;-3-%Ls}+Fa5}LG`ANSGt*nja*_ip^X9lM-g$rv1vN3qWpsax#1N6W)Zu{TPv1T?gv$eDG)vo"
        "1L0ZlqP0zm)7db6nXFEO%82A7#)3g)U%7<4Xs}LnoaX|`!Pd)c+Oz|t7zkSFfHq)p*#H0+27s^u34r$i2MYlJ0V4we0R>$E5C8xS"
        "fuaflrcLvT000"
    ),
    "link.7z": (
        "H+sCUCma9-MbT}8wg3PC00000A^-pY000008&u|*b0eh1{9qX6xZ@JAUXAtPdD3qdJ&|2XH>JdcL$_v_?f_$0Bvc9y2Y1J1C$&Aj"
        "004nA2d)p%0MtC7ifORp!~pvASX90Jy0(=>6qc+QI)LGva1nOX^5#oNHlrNKqq5xDQ8<fMgQDftQ-;}4O;Ch!xAcK%I@(XeC~PDm"
        "ydqAiM-B*MB8+uA4M%p77q#l8U&P!PI?ZGu*mU}YZGPj)Df|cCdBo(mIAGgFp=SU9000*TFaZgGh5!c(0RRCb0|5aAT>uaO01SYR"
        "3IPN{aku~g"
    ),
    "long.4.rar": (
        "Qeko-8V3N+kaGY44FCWD00000B~)}IlrjJy0000K00003BQRFF1UaTy9Ww|3q=5hcZ*XO9E_8TwkPi^jqe=)l0Km@JF8eU4R{h_@"
        "R{zaAF!W%Zb$8E9VM;b{+Gb6F#FWH6djLQO00"
    ),
    "mixed.5.rar": (
        "Qeko-8V3OY^WlQ)3jqZO00sd8fPjDipw#juQvw4qa0Ygyg96!sIA)e32xEW+0S#hrcrR{mbY(Iwba-?y0RRIJY>vB!{Fs?0Cou;S"
        "^EvN>-0_KMw8n6oozjcT8}E5$>3?S;;t*H@U6I!bRZ@H`T~Zzqs$+hJC)yJ0g-IBO*te%5Kuyc+ELGATr$n&MNJ)(Kwfhgt(z;8l"
        "P0XAN!<t&oWJv6BAto0{2?t<(ynme{?EI)<KMHR0?-<o&`Tdy<i6zZd&X@87ocahI@&pGoC5pxaN>w59xyC?6RRRMs5C#CGg96!s"
        "IA$i@tm%LS0S{ttcrR{mbZBXAXD)PjbT9z`0}pJDyNCRknI<PO2NLr+?}O5hx!#X+gIxb>3{ng#7E|eeXCmSdSOQ&<*9lX95;<vc"
        "J5tE*0g~d)p9}#g<<wIG12J$0cBF#>*?~A_K+25?fCT{!VsCgaZf|sDGcI&^bT9z`0}pJDyNCRknI<PO2NLr+?}ItUQ=AEcVGZC)"
        "y^-AYpv>uiXCmSdSOQ&<*9p{{1(4QpXjR#weCefu@{M3mi<<RkNC8=obT5VReknoprZ<`BOJnEZ30nt3Ck;jXmr-Jc|2e?jXdZRw"
        "QHUz%E;Ta0?{+BGg)&(lPbq-TDf#Gl{@O{C_u&+_*}@YwF;1S~-l>lqT?e4q8*-+Wyz5f}12J$0cBF#>*?~A__|xg8fCT{!VsCga"
        "Zf|sDF)nm?bT9z`0}pJDyNCRknI<PO2NLr+?}I9B3snU;7gb%oZM}H@DJtoIXCmSdSOQ&<*9nk236f(_QtVtS5Rwe}gFx_|q95xm"
        "BwopZ7ZilmDW*lW7c3dJ)xyofaUl|>2?)KEU-je;J|!jVs);b1ff6tU&PYLt1YZ7w$VC)a^kT51C2pV&VZuC-n<@K<Xh>6Ib*&O%"
        "ypwZl&w*N3BeDzGYfu*g0ssd9?Slc?fjDLW0001h009GHZ+LUyYyutv0+av-lmMiI0@;B$W+O0Gx_|%y2ybv@ZZ33qbW~_*b0BYS"
        "Wgu*6Wpf~JaAj^T3LSS=Q3C}800"
    ),
    "mixed.7z": (
        "H+sCUCma9-k&~UhPyqk{00000BLDyZ00000mc)vh0RR(JXlZjGZ*FBEY-we4Aa8JGZY~M{Q)E{NQ&@R)eVCSDtvtVnbjTm^RK9KV"
        "0A-boT=?1V8*=Zpk`D7AQpVF*SuDLYn7tb8(KnYUET?~+TP178mnlziUq3Ai5xeU>=r?$zrM0Q}seI<g&8-KrUF?d?9Xixw2Zr=8"
        "@<o%So^|VsWT8vv?l_FR6MI6Y6E^~Z004nA2d*)h*sQ8Epuz~g4$1&KTbTup`d^F%2}`#K(Ce$K)?^g%&A36CId||gn1ke<G?5Z>"
        ")fBmpdX)Wc01_K4mC=q-^m;eCG-il0^k6KO@?wQ8ZJbH36VpQm<)-#!R5`CgU(?dhNN6$#wc>g6m^_SlZVCAeh>Y$b$5F9UsgNXx"
        "BnDI$B~c{0<Ozqqnog=UdKbIj<{|HazDZ9~L<+kvQF@(V5+^qn=>%~ArT_o{7Y2Zs0SSP(00#>J00AQd0RaVF01yBG41rb(0hEFT"
        "Y5)K"
    ),
    "names.4.rar": (
        "Qeko-8V3N*nR9>u4FCWD00000sLW6oBij7MgI%{r23UVqn&%J1ANygN>ybztZ`v3*bLk+HmJ2Pv-A2RV77CJ_F9ODifC%(r-oOz-"
        "Z5I<ZR|+vajG>7@23{W~wdONqcD;ZjwN>(Y1c!BK&Yh-N*Pd5X!8$ar^xG<>q@^*BE)Sx?dTKxBD&QGQxHyXkDjvS#^Gy-i+<}Lk"
        "XU?txXHca8wE`wLV_Q&@_ez4rm1EIBwM7^a#$u-YAcrpt2&?l&ddT{0sLW6oBij7MDD<5nD_uei`H1@+K_cI(Err|%JOsP9yylLJ"
        "E*)c#&hDIKAv5hggV%IK+Ql<6ouD99$Ja$sZ5kd-Nm_0UEC(u^4Fj!w{J@B1JASIQsLW6oBij7McR;Mt!nbj4gkicJ86*n9@SA!n"
        "dMmcR5F6$G1h(v{IZhn;l8>(gMu9%RC1?V-2idM>j6ZK|A}Jngh-zMXbcz4;hlyOo-}Be~Pass!hr)VMrGD2u5wu2IURwj**Tb43"
        "hpk+%qBiJk6-bNk@vMi{F$n9BLSu~Shclq)b5${zBuKMix}%w))4R0#;0ws=bbw+W$?vTfMJPb?^WcLu+}7Anf3^eJdNFYTsLW6o"
        "Bij7M90nV%%zR9Clll12xDma=S?ur{-0P<x5I#Q?ba}CCZphh<>fS6UTZA{>V3vwBRY%Q3GeGr+l%ld9a#yzh!iTSFAE|NzlYjDp"
        "&FsynTEDmuUtm4%?7GjS--`ogvBJ2uZ~7pUy9);Alb*@LFhfD|HLeBcB$qc%Ec37qo_JqJ-8i#PEgJ6|IZwm{j7D6QRO1Ci4k_T*"
        "vV%YHesmi-&Qof*4K0;P8LM;GsLW6oBij7Mk_nsG98h=|=o*L%Ku5khb%sa|>$_}>cgBy;OhzN8aq+*R1=m&$IS>F3>X}3csLW6o"
        "Bij7M96NrAiNKhAfd}5FgYx%w"
    ),
    "names.5.rar": (
        "Qeko-8V3OY=&DC6Ap`&b0T0CWbb-)ErH`~BN>Z4_av1S26?XD6MK5hNg=ybd?Y94zwfPBZlJPMz$$X+!D=V+6EwE^e+wo@FKMtV+"
        "RSL~)cZ9f7Q*$=6FFDVqn*WSvHE3u@$BP0)QGKiAt^nT!sU69{aW($-4Wgem%`!Zxcr_!9LcO=8ujRjgZ@x8tbx=2HS_kaPEohVS"
        "^Ih?RkDfPm9x`NpQ`q}s(bGE5CZA{{e|TpkA7M}uk$&BBCnQA@g~fe&zO3?;bWZ?h5G-*=+0MDk*>=n2vM(JBIi9Qm-IJL~&U4j1"
        "6qcjfoEL*Qx)<^HzPNw^10i9xtFa_zriJ>c0LPqWuKR1#Lf9FmNipYIfR3cGa(2vTCuTC|;$&R%Ag-0}uRKD4;cl-yd(l{ts{sU9"
        "wC78b^#F1z^k!7^<I^;1q4RA~3o!tF90?T~(>NrR|Cuyoy8c6qr*y}GZ6$zrSvU)zTVnbFWAey}rlM9eWl^qUfFr8CoBa;U=X#vm"
        "rBX`wwz{#4ke3>WTF7Ekg_8zQGaPVJD;~Y3s+@l;@h*9yh=9hsRT8qg^`7R>;2SLadV=0(T!6;=Nl;^pIKIky+{Rc@LZ!Pras^`="
        "SXYULCLn!x6yY035s<N>+vchGjwe%W7DWeuJ8p4bxFts7uec-dk`xnSpUA_$?1Z|Ze-CaS9L9y|^$^Nq8_9d6HEz2b5n(E%txkvo"
        "(@ou%ZmCv&nw&O)kRK=|t&p}+Zm;v)*2^wA-K!BC3mL9<9!w0{o<$eO0Xc{KS+jM+0Q4n}M91Oz9*122P|UI6RdNe)iU#yJS0>`G"
        "HDlRo2Y}vuC|+Rb`F{}Bd(<>AB@M$XYg_TJ52xP|&+@WiZI`2=CduXOA#Yf(qPmQHBJYL{s6@#UkKCg-aK<Ri0!Ns^jm?n1Y<nGt"
        "R9>&41~E;P&s;JjNg@KZ-;A`Y13cCX8!_6N)s}j_@o|te=8)c6`3@MxFrWDURfAta^eeOrIJ>J18;=~?i<>q2qodyho6nLoDQU7D"
        "p%v1!Isw*PXIT9utpwTxTxMxgTl{ar4HKBzHSqI?g%PG>t42K-sxjmH6$#FEuo73Bw(hQ24ScH|+G1qJQfTw2`FtbILI^teF4X(1"
        "HlDBGmMSRIO9pXHdCKZdLJWh{mXVIqBBLAW4y>NLn~XE&CPbZ}g&zoa^8{K_y<2%O3rofHjmY?_-)#{BU*1pjQui^be+jXgG*$"
    ),
    "names.7z": (
        "H+sCUCma9-!bme}FaZDn00000KL7v#00000U^{3JNPur7mK07y#f&6-pP8Fg9;Cu>wNgA*uQS7TMythGElTgDl@Qw&;}v9<ypeZP"
        "JD0#R*|Mlxh5lP_()w3^Lw!KEu0(55l6uJ$|6dl(7~4Ai=0NA;qb!b)=N!~pwzzz<I+&`BXeg*P=N|rxDwk8jL)#y+X2!ML8da(X"
        "@lk_6Te6i|k(CBDfU5`_^NEE09Qk%#Q|@C|v3)wjjVT51;Dxk2P)!$hK8j3`X^M?9e7Ws$DjDjX)7HX%0Qb%->$cI5l%$Og;HDJP"
        "bOI;qAC4ELFivtW5$ZFscjx*eBx?d9LiYmAjrvROtB<+jHiO=4;YmVX_7s~eR|3q9=h6&{Km!IE!NeV))H!|?yEr*~_6VjlICrn="
        "X>JWfQ)p+wf7pE#7GI=d7Y2ZU0SSPx00#>J00JZi@dp7CQxEMUnNjQaS`bFM7_>gnCr~2;0RaVF01yBG0RRkup@AX_0sq_zzyJU"
    ),
    "nameswide.7z": (
        "H+sCUCma9-ZPtCA-~s>u00000F#rGn00000gu(KhVMnx0g3A6cv^9x*R*tNPhD1YD(KJlW?Se9;JRK79^w!nteU{e)6uXk3Axs%g"
        "QTb6Oe?6%BG$JVK3iwre?dWjYE0an~G~l^n<yGCfv?aSy^8;n%-3-tLPcR*r62Xewn%s7TXQIruo4A)X>F$=yGq#&yKBGCu3tDor"
        "J;x-^zew_2ZbP-K3le{zyK|>d0mLz$wFqI9$x#_Oh!1hw0>odE3wbXbEqk!XvG=vjLd}<f3O2HlKM1VFZG<v%tv5nIu~t*p1(1Qb"
        "@)4<C{d5)eEJqe9)(@2z+lUhVj<LK!2s$=4WZJ=yn7lKl`Ste~cxnu#P!vBe+n27vtHlCE0C;;l2Tt}eH5O_y|0Co1kI~3DSRAUK"
        "Q}%bP+dNX8>dU_fQBK{QGYBpmhfA1iwH~*1f{j9}aJrUCK#1VgRwhrMBWAH49+Ic*d5hIKx9_`pmrn0|H&zC*ij$D7Z|GxOsbjNe"
        "8oH7ejUkBn10`JCD>1XSA>Vn3sTya{qfCfwNn4ysA<E;&%AnnwpZDT`fm7Lo);q=FPQ_;^{PeUbE7t@l0Jx{Q>1MqHwgWr7_?=|g"
        "0HX*G%#?>%G})LgXT2OXhCS67f)@BRzRJA?g^zPogX^h7?vl3z{D}tp4E#)|?uKbIz#7Ix6vM-V=qCnBi`2OC<}zG7H=uqk8O`m0"
        "Y}ceLQM-*}g{6*?KwBFyuz~3Jfv{N-Oy(>RW?rNl{;N%a4G$J%bQFEz*o>&diYx+45F{Zc#lJT?sdc}o2$f8OMYiEW;Tp4XeBTyk"
        "ilmhM-MEIi|LQkleD{ErqKEuRr5W<><K}X|-XiKU>^7J4@t-p-dU}FdmU{p?AWnhb(H`E1DX<p|mK?cm*??4OLBV++K4e>m_YO{i"
        "FU{*??_scU?DKA4yf*A0Fz$%m=$3KO2d^TrR4%g*!yZ8tWS&e;s{XvkTs|8g7Y2cV0SSR%00#>J00ATh@dp7CQxC}cxfX5SqD%HG"
        "p{|t73408IQVIc;)l-Q800"
    ),
    "packed.4.rar": (
        "Qeko-8V3N+kaGY44FCWD00000{mOJCls5oy0001X00003%SD^j1UaTy9W@OAq=5hcVsCg{Zf|sDGA?v@bbDI@%hhlRF95*JVCzdv"
        "LHDF%zB&&BGyjHv>ak_%!Arh5g1L@&O$63cw(;-ObF^3rC=o~Gi%?OCrOH&#8QK|^1}QQ&LW1V;wW}tl_uaNigu7<d<~>8lR(&L0"
        ">74um6~#|)VGlTuFCuwucwD0pFm|PQ$IltG;B+LEIRFp<000000009300004Ii^@0H4gx!fdBwvZ+Kj8Z**vBZf7oZcyxPP0?XBK"
        "2`>P^WMEc@OB}*DVniz_@PkgTexh_Fls5oy0001X00003)+5hB1UaTy9W@OAq=5hcVsCg{Zf|sDGcI&^bbDI@%hhlRF95*7Iau~J"
        "D|9bs&uqrS_d-_ZH^H^<qp>+ABupGsB)MkxPLV!a?*{tyu!@2(zz)1-YU<#W%eUpcw0f4pnz#>f{v34xj(byL6j$<3-|LkcMc%AB"
        ")oZtC;8ri5E;&%1dCPbO2r}oukj+K5Hnr$@b95w>Hvn(|004FX000B6=@zmCIi^@0H4OlyfdBwvZ+Kj8Z**lbE_8Twds_m_)o=+f"
        "0Kklmi1KtMcjoIFGpWJ#$e)j<<`@>>G){FG{dNvI=`%Y9{2R12<a{OBZLN1<8&qQr{p!tIl(=K)I<V~TdgFHtjcISO|3TgO7$Tg0"
        "B8shf!fc+{do++E8H2RxkZgUAlO6~~t61Vwq>#Rc%pwDZbl{LB000000000000RI3000CzrdS;?0|4zo003fdcmTk}J$nE^2LJ"
    ),
    "packed.5.rar": (
        "Qeko-8V3OY^WlQ)3jqZO00sd8fPjDi)jz5<RRRMs@Bjw(0HlKg*?~A_mLmvbfCT{!VsCgaZf|sDGA?v@bT9z`0}pJDyNCRknI<PO"
        "2NLr+?}Oa&iD<OOaGRadi_07Dd1mQ<XCmSdSOQ&<*9lcpd@Nm39ucZzeugL766=LY7>3xlry@X2%j_&w(jKQou+B(HjP<qq56jZJ"
        "ORG)HoD0L6TFzuh>~SF`7f1;QV12xQog(b~s9`?}Zu0LK)nxhonGK00%~j5q@&lau2p#eS2Q(#$#sf-KA@Xcuqpw#212K>Q27myh"
        "g96!sIA$i@tm%LS0S{ttcrR{mbZBXAXD)PjbT9z`0}pJDyNCRknI<PO2NLr+?}O5hx!#X+gIxb>3{ng#7E|eeXCmSdSOQ&<*9lX9"
        "5;<vcJ5tE*0g~d)pA2-vy~R}m12OOb2KE4?g96!sIA%b~jR}AS0S#hrcrR{mbY(Lxba-?y0RRIJY>vB!{Fs?0Cou;S^EvN>ImT0*"
        "34&n_;7Yxb-1VT$>3?S;;t*H@U6I!b)SCs6)^TW6*`j>urGfH|U{8yh^=C){S&wuth4FqVLG-3KndnPn=iv!k2SO(eMf{ghVuk-X"
        "z};vbb?8xuD(5aWGQaP3DAt8CSsqU*fX*rT=y?9xNt5^C6t>yI6E!hTp5Wf8j~rbGpxGO8(|zRnRRRMs@Bjw(0HlKg*?~A__|xg8"
        "fCT{!VsCgaZf|sDF)nm?bT9z`0}pJDyNCRknI<PO2NLr+?}I9B3snU;7gb%oZM}H@DJtoIXCmSdSOQ&<*9nk236f(_QtVtS5Rwe}"
        "gFx_|q95xmBwopZ7ZilmDW*lW7c3dJ)xyofaUl|>2?)KEU-je;J|!jVs);b1ff6tU&PYLt1YZ7w$VC)a^kT51C2pV&VZuC-n<@K<"
        "Xh>6Ib*&O%ypwZl&w*N3BeDzGYfu*g0ssd9?Slc?fjDLW0001h009GHZ+IPdR#5{51ON"
    ),
    "solid.4.rar": (
        "Qeko-8V3M7&~pd?4FCWD00000-x+j-ls5oy0001X00003t?3rB1UaTy9WxC8q=5hcVsCg{Zf|sDF)nm?bX0_YB_awXvH-x0pBp=_"
        "T#lV%5>*KLwDj_F&qbnF2IfyXH<I+9evY>-63SWZ#3-&8bJznRb89VQ!;-NcquryM87MRt5pu88COq4CH{it2w-${bC+kZ!Cm{oB"
        "ULEjRMOj<5)ipwa#`9L~k`XGv9WsDC@e?Hi{&bX-HvkX-004FX000BaMVr+GIi^@0GYtTwfdBwvZ+Kj8Z**lcE_8TwRD^#eA_^t4"
        "0KoNH3QJ#m{E9lY7M@vk&b@(_bd;1g01yBG0CoTX00Y(|&p`w^rdS;_4FIHp003fdcwBC8bY(Lxba-@BgnuO>3MH}t!049*>UoR?"
        "A@ch@o|`kg1%Kppl$1FD5C8xG000000{{R300cRvSRFGD0HlEc0Ag==TyAf4XlZU|E_8TwRD^#eA_^t40KlsjiCdJ#F(AoraKswy"
        "jkBPibnuWR000000000000RI3000CzrdS;?0|4zo003fdcmTk}J$nE^2LJ"
    ),
    "solid.5.rar": (
        "Qeko-8V3OY3Gc{n3jqZO1O@>CfPjDia{sC?RRRMs@Bjw(0HlKg*?~A_N=!EZfExh~VsCgaZf|sDF)nm?bT9z`0}l^eND8mC$<(*e"
        "%^WgCe5L1cvIHaBrBTbwjU?-A4wRe=VIXhx5Z|R4>LXmn<eYY#RA&WB=oBz`egoMyR=#5U5u8{8)KUIcWeK*Noo?Ivt8`Hs$&bno"
        "3W4Co0rwO%>wU6EG$U{g1f3;QtY>s%r1KJdan5I!H*HZfx1o`fM*<O2QN5~MuY7M%mK=ih#azPPCbCHhWz{waPUTes12K>Q2KE4?"
        "g96!sIA)XYiM_xZ0S#hrcrR{mbY(Iwba-?y0RRIJ4_rtJue8b3x6#cUGDUo)bvE3LS{61RX;%L`vLxReoC{$fZ}bq~r5WlYY(|#K"
        "i<^?e&$)nXe-yY-8g62LRRRMskN^hu0HlKg*?~A_|K~-(z#9P#VsCgaZf|sDGcI&^bT9z`0}l^eND8mC$<(*e%^WgCe5IkV5$#Mn"
        "`!mvG2pY{gZU~$UVIXhx5Z|R4>LYj+y)mN3>$cefs9J=vacwWL8L?La12KRA27myhg96!sIA%UY3MRlC0S{ttcrR{mbZBXAXD)Pj"
        "bT9z`0}l^eND8mC$<(*e%^WgCe5LUeQ{ySDu21CH!D%2mF?XB`VIXhx5Z|R4>LYTjU=$Yu0ssd9?Slc?fjDLW0002M009GHZ+IPd"
        "R#5{51ON"
    ),
    "solid.7z": (
        "H+sCUCma9-sZcD<B>?~c00000BLDyZ00000^RndknDjs*R8CaqAVcO|lNR0of*6C~=$B<!!7cwyX`SU*u2>H1*zpNS%RBTy-9!e{"
        "k$D0m9R^v^vtNgo??t{R{&o8*^C=`q%!H^9puBka6th$vuHynu*(!5S&H0`^J2!7%yCOP-**h8=Ld!7;Z+=wBeVbW%pWeZ$BW>nL"
        "004nA2d)p*H7BuYK04FR5CC*~agFcx310~JDFk4R;q~-V%u8S}7OyY};YsGU$+Zr&>OfhAdbOBgjiWq%vM6!}Af8=?<Pb}Y@uwTS"
        "-V*AIlM^gxh<z1WpfuD2kte5qANCQ0|NM0WdU#6}`ErGzSx(<;Gw<1=B&ARcg=>9XFs#y*e7fef@+5kvLDpI+!hDA)t+RNfFbTmD"
        "Y1l#l02c;;fB^}Br2q#D0RRCb0|5aAT>uaO01Sa53IXd~z@h*E"
    ),
    "stored.4.rar": (
        "Qeko-8V3N+kaGY44FCWD00000ZGm(ols5o?0001X00003%SD^j1UaTy9WV_5q=5hcVsCg{Zf|sDGA?v@bjCta!P_*iFaW@qJS3BX"
        "$W*~-UU-9#iXth{Y^NAh%Tz?B@TfBPg|Q#7x!)Qjn`$}Z>DWM<HI&=fW+rsM0YyKVoA}%Dn3n4c`_uaWPku7zpBe9=ZafAj82>A6"
        "Y5#9!gP`(r9)_M`s&joG=)&ExeUtz59SWyE(#fVCN-9|`2kk8i>3qb@FLWf7IRF3v000000009300004Ii^@0Fb@EvfdBwvZ+Kj8"
        "Z**vBZf7oZcyz`>QNi0ZuP^|>?&)+Sls5o?0001X00003)+5hB1UaTy9WV_5q=5hcVsCg{Zf|sDGcI&^bjCta!P_*iFaW^D9Uciz"
        "ATy534`{Ok_0q1{W)V=BP`BLPIZC~bxXhU4_krtENdQ}WgPgooK)JSaH^;xK-Fi2@d-6LlL{UD=qRU*qkdruNEUWuDq^+-zU$@pE"
        "2iftd`f3djN(KdZ(U`s^a>bBd2aP;?2u5dW>UgDA|JP~=an^x;>lhd4ICLbGHvoVD004FX000B6=@zmCIi^@0Fbx2tfdBwvZ+Kj8"
        "Z**lbE_8Tw#zIlS+cd8*0KnqFv%Q}Xa(-(wV2oE^So33RgQM#nkH{%|pe!t6Gp)eXqbxq{786pNp9f-chZ>7L5e#(vL&$I~;B5c5"
        "Ol}h@D$%4@wyUv*dru;{w3q6{P)b@J*Q1Rks&1;?rkM!2YnvkX$c`nfaX28T!rt6cx03cv5K>C<?@2dTa`OX*bl{LB0000000000"
        "00RI3000CzrdS;?0|4zo003fdcmTk}J$nE^2LJ"
    ),
    "stored.5.rar": (
        "Qeko-8V3OY^WlQ)3jqZO00sd8fPjDiq1~h;RRRMsfB^>f0HlKg*?~A_d1*O2fB*pvVsCgaZf|sDGA?v@bT9z`0}o+db_xg3{sMHI"
        "Zph^Ke{+0fb**uyJBUem;tSCZ!j6K4c}G3IK6DcTTed(Q?@lYPmaZecON9<_969u6s>wWT5A#w~D0UDj?@dmm1$e(~F~u236V>9r"
        "YGh)woXQ6<*Vww%n50F-$;H&RL?*#8wDGM2C7~gy$1h~i;bR4(K0Q4UBM|uuI{bjD+qzCCT)(?{2eG`hg)7^CxO>h*LLwDKtD}oK"
        "e*~_}X^>X}12KRA27myhg96!sIA)<+Piuex0S{ttcrR{mbZBXAXD)PjbT9z`0}o+db_xg3{sMHIZph^Ke{*~aY@Gbu0<0;rAtr|="
        "PL_g&c}G3IK6DcTTedul)AdyX12KRB2KE4?g96!sIA&HElOBKo0S#hrcrR{mbY(Lxba-?y0RRIJVP19$2hjckbewL;<oADb62<Hv"
        "{>4b^&Nk$`Qf!?Ef`xfUJ-$A469QYdvj`%2x+FUBdZZuO{E~TcgNtt0lwY|o$qE|<1;DcD7&!)|erU3V3d^SZ50-}ay0!GGd1Fb8"
        "h%Bo+&he4P_L;;gDf=$M>*?VF_r5OK8i2#O-X!ELq6p}rr$PI}lQW&`r&yX5IxqaNB_Y+nm`La9bUHFq3esozb4%)R(J=G*RRRMs"
        "fB^>f0HlKg*?~A_SdVPrfB*pvVsCgaZf|sDF)nm?bT9z`0}o+db_xg3{sMHIZph^Ke{)bd+lwYuwVh)$P|$V#aaMwbc}G3IK6DcT"
        "Teh+hCJFlMf{LF@9F{}@3vT6uqupn50!El#X#NzEz@AT}Wd<lY&J1zDY4~MxOKAGkr%6pU<vq^Pssbi*=(H<~smmVp?;7CU&f|O+"
        "&LAVotb`>+vNj|e%joN13V@@&CF!*3MBB4kB})_b+odOEXUg~dRz%F;hNM;{k+loiYfu*g0ssd9?Slc?fjDLW0001h009GHZ+IPd"
        "R#5{51ON"
    ),
    "stored.7z": (
        "H+sCUCma9-(}n64J^}y$00000BLDyZ00000g3E~}yjhMIwWl)Qvwro2je!=d)LiGoXW#J-ZQkZ<g!Pmy+Z}hfX%V_NkXCIPy(h<w"
        "z?4^pXF``pGFOJRs0I^5SHCB#vF!OeOKxEw(rX)JEs6%vL0`<d^=?3WvYTbPAwcfTN)xN~p4a#cZdQTQjx7ki#6RBXwDige5^G9q"
        "lMotcNa`Sfnr-q|B?`TFme-t3K4Q`j+x0$Mj}gxDUJsEkx!1W$Bs4oXvPeleZU*??zlD-NVqOtM^nS@rm7l=aJO{G0O}Bv(v-OMB"
        "?5<oogo&3ro%JYO5t(pKim`+B{vNTR^v|e=I{$eW7x=x6;*#W5f}Hk0<HuhbIy&5|f<j7cFi*+lJJt=W`rlIx$nme`%L2dogG_TE"
        "o}$6h_eDeuWsPv&`6)Cx@iFPrZSwWQKs&;U+B4>~%>E5BSl7`4AvAB;uajMP+yG(%mQ;_|imixlJN{!VQoN>uOl0c**N7q%HX1rK"
        "{m8}Fo+_PRFSQ56tO>?n004nA2d+=01pKFBBn^Ww^rDV2%rR{0Qp;+=?>w<##BKDkIX=U-B~oOQHc5Mx`s?&b@D;wyPY_$mybRsx"
        "DR$GsNR0is@`h9e!GxU9N+^Vidf;5{$~SRAgU5K!^ho)O`i^Z@-BIT7J!w}!2+ID=A)qG(YXQ2myY^xM-9?|C!n1EDVjX-2xW8Hi"
        "C1EeuUwiAjFNS@;)v^{9`5bLzrCM%vac!_+ULhpBW0=I}`F|#)7z;HZ000*Tfq(%CfW80+3jqKDBLe{e1zi9T000buQVIe1Cb0Ve"
        "00"
    ),
    "two.7z": (
        "H+sCUCma9-iQUyFWdQ&H00000BLDyZ00000%wt4AbNJ!Ee)kGxwXS)-=CPd^d+}qdcb<+O1eT~xn*G=;Qe-rQBi`+;e}+`h(4SzZ"
        ")RfwH;06bCZ;8D&EyFx2cCjq0pRKf)kK66V0a9P@Z%W`Uf>}^-Bng)5?b>!azM<?f*>&Y&zCk7ZuTGdj>TJNGrfa#k;2I;d>BPeU"
        "g~i;yM^mrvBeT;LNnNP$>#5o^v4lSXh5}!QD=tX2004nA2d*)m;8Nj%5f}=!Zwhf=S?9LW1Y@o*pjX!nXW8|F2cg45gxdI^f_9ds"
        "`?W<nNl9WjBjwajRkUqaSA1YSyUY3C3(P%=GS0Y<*>+}Psp5<>X*iCDNDQPvAo=sr4G^16rcM?+nG4|!R(8qBsI7D)QME{7y%xuS"
        "NrFy6{^YhmT;%Pu$QsS%z<u-xWn5YOaemj9B{^D5VXnYVchTbqNLmezR4Mt?^vq)`A4O%I_%c{)BlAGoR<Hm702c;;paBVh#Q+Bj"
        "0RRCb0|5aAT>uaO01Sa<3IP$eK-K^N"
    ),
}
ARCHIVES = {name: base64.b85decode(data) for name, data in _PACKED.items()}
