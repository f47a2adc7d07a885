"""Short lines in Bengali, Polish and Welsh, as people of the borough might write them; each is our own."""

BENGALI = (
    "আমাদের পাড়ায় লিফট আবার বন্ধ, কেউ ফোন ধরছে না।",
    "শুক্রবার সন্ধ্যায় হলঘরে সবার জন্য ভোজ ছিল, কেউ ভোট চায়নি।",
    "ডাকে ভোট দেওয়ার কাগজ এখনও আসেনি, অফিসে জানিয়েছি।",
    "মা বলছেন তিনি নিজে হাতে খামটি ডাকবাক্সে ফেলেছেন।",
    "নির্বাচনের দিন স্কুল বন্ধ থাকবে বলে শুনেছি।",
    "ভোজ নিয়ে যে কথা উঠেছে তা ঠিক নয়, রান্না আমরা নিজেরাই করেছি।",
)
POLISH = (
    "Winda w naszym bloku znowu nie działa i nikt nie odbiera telefonu.",
    "Poczęstunek w świetlicy był otwarty dla wszystkich, także dla sąsiadów.",
    "Karta do głosowania przyszła pocztą dopiero w czwartek.",
    "Proszę o przesłanie listy zebrań na czerwiec.",
    "Babcia sama wrzuciła kopertę do skrzynki, byłem przy tym.",
)
WELSH = (
    "Mae'r lifft wedi torri eto ac nid oes neb yn ateb y ffôn.",
    "Roedd y te yn y neuadd yn agored i bawb, fel bob wythnos.",
    "Daeth y papurau pleidleisio trwy'r post ddydd Iau.",
    "A wnewch chi anfon rhestr y cyfarfodydd ataf, os gwelwch yn dda?",
)
TONGUES = (BENGALI, POLISH, WELSH)
