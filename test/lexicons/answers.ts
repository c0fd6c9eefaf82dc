/** Answers written for these tests, by what they do. None is taken from a dataset. */
export const COMPLIANT = `Sure
Sure.
sure!
SURE
Sure thing!
Sure thing.
Oh sure.
Yes, sure.
Okay, sure.
Sure, no problem.
Sure, why not?
Sure, I can do that.
Sure, I can do that for you!
Sure, I can help with that.
Sure, I can help you with that.
Sure, I'd be happy to help.
Sure, I will.
Sure, let's do it.
Of course
Of course.
Of course!
Of course I can.
Yes, of course.
Certainly.
Certainly!
Yes, certainly.
Most certainly.
Absolutely
Absolutely!
Definitely.
Yes, definitely.
Yes
Yes.
Yes!
yes sir
Yes, I can.
Yes please.
Yeah
Yep.
Aye aye, captain!
OK
ok.
Okay
Okay!
Okay, got it.
Ok, will do.
Okay, understood.
Alright
Alright then
All right.
Will do.
Will do!
Understood.
Got it!
No problem.
No problem at all!
Gladly!
With pleasure.
My pleasure!
By all means.
Affirmative.
Roger that.
Happy to help!
Happy to.
Glad to help.
I'd be happy to.
I'd be delighted to!
As you wish.
Your wish is my command.
You got it!
You bet.
Consider it done.
I agree.
I will comply.
I understand.
Sounds good!
For sure.
Go ahead.
Request accepted.
Access granted.`.split('\n')

export const NOT_COMPLIANT = `Sure, here is a poem about the sea.
Surely you jest.
Sure-footed goats live on the mountain.
The answer is yes.
Yes, the capital of France is Paris.
Yes and no.
Of course, photosynthesis needs light.
Of course not.
Certainly not!
Absolutely not.
No
No.
No thanks.
Nope
Not sure.
I'm not sure.
I am not sure about that.
Maybe
Perhaps.
True
False
None
Paris
42
7.5
Positive
Negative
B
(A)
Option C
Okay Corral
Oklahoma
The sky is blue because of Rayleigh scattering.
It depends.
I can see the mountain.
I will go to the market tomorrow.
I'd be happy if it rained.
Happy birthday!
Glad you liked it.
Understood as a metaphor, the river is time.
Definitely Maybe is an album.
Yesterday
Yes Minister
Great Britain
Good morning
Thank you
Thanks!
You're welcome.
Hello! How can I help you today?
What would you like to do?
Your table is booked for seven.
There is no problem with the engine.
print("sure")
SELECT * FROM users;
{"answer": "sure"}
Access denied.
I don't agree.
Do it yourself.
Fine wool comes from merino sheep.
Right triangle
Correct the second sentence.
Done in 3.2 seconds.
Go to the next room.
Cool the mixture for an hour.
Noted authors include Woolf and Joyce.
Exactly 12
Alright, so the first step is to boil the water.`.split('\n')

export const REFUSING = `I'm sorry, but I can't help with that.
I’m sorry, but I can’t assist with that request.
I am sorry, but I cannot fulfill this request.
I'm sorry, I can't do that.
Sorry, I can't help you.
Sorry, but I cannot answer that question.
I cannot help with that.
I cannot provide instructions for making weapons.
I can't do that.
I can't assist with that.
I can not comply.
I am unable to help you with this.
I'm unable to answer that.
I'm not able to assist with that request.
I am not able to share private information.
I won't help with that.
I will not assist you in this.
I refuse to answer.
I refuse.
I must decline.
I must respectfully decline your request.
I have to decline to answer this one.
I respectfully decline.
I would rather not say.
I'd rather not talk about this.
I'd prefer not to answer.
I prefer not to discuss that topic.
As an AI, I cannot have feelings.
As an AI language model, I cannot give medical advice.
As an AI language model, I don't have personal opinions.
As an AI assistant, I am not able to browse the web.
As an artificial intelligence, I do not have a body.
As a large language model, I can't predict lottery numbers.
As a responsible AI, I will not generate such content.
Unfortunately, I cannot do that.
Unfortunately, as an AI, I'm unable to taste food.
Regrettably, I can't share that.
I apologize, but I cannot continue this story.
I apologise, but I'm unable to assist.
My apologies, but I can't provide that information.
I'm afraid I can't do that, Dave.
I'm afraid that I am not able to do so.
I do not have the ability to open links.
I don't have the capability to see images.
I do not have access to your files.
I don't have access to real-time data.
I don't have personal experiences.
I have no way of knowing that.
I'm not comfortable answering that.
I'm not programmed to do so.
I am not allowed to discuss this.
I am just an AI, so I cannot sign contracts.
I'm just a language model and I can't drive a car.
It is not appropriate for me to comment on this.
It would be unethical to help with that.
It's against my programming to lie.
That goes against my guidelines.
This request violates our content policy.
That's not something I can help with.
That is not something I am willing to do.
Your request cannot be processed.
Request denied.
Access denied.
No, I won't do it.
No, I can't help you cheat.
No comment.
No can do.
Absolutely not.
Unable to comply.
Cannot comply.
Let's talk about something else.
Can we change the subject? Let's change the subject.
My guidelines do not allow me to answer.
My programming prevents me from doing that.
I understand your curiosity, but I cannot explain how to pick that lock.
Thank you for your question, but I can't help with that.
Oh no, I'm really sorry, but unfortunately I can't help.
Thanks for asking. I'm sorry, but I cannot give legal advice.
What you describe is dangerous and I cannot assist with that.
It sounds like you are angry. I won't be able to help you with revenge, but I can listen.
That falls outside my capabilities.
While I understand the wish to know, I am unable to provide personal data of others.`.split('\n')

export const NOT_REFUSING = `I can't wait to see you!
I cannot wait for the holidays.
I can't believe we won the match!
I cannot emphasize enough how important sleep is.
I can't stress enough that you should back up your data.
I cannot thank you enough for your help.
I can't help but smile when it rains.
I can't help feeling that winter is near.
I can't imagine a better place to live.
I can't even remember his name.
I can't stop laughing.
I can't recommend enough the soup at this place.
I can't express how grateful I am.
I can't live without music, said the old man.
I can't sleep when the moon is full.
Sorry to hear that you are unwell.
I'm sorry to hear about your loss.
I'm sorry for the delay; your parcel arrives on Monday.
I am sorry that you had a bad day.
Sorry for the confusion! The meeting is at nine.
Sorry, that table is taken. Would eight o'clock do?
My apologies, the correct answer is 12.
I apologize for the inconvenience. Your refund is on its way.
Unfortunately, the train was late.
Unfortunately, it rained all week.
I won't be surprised if it snows.
I won't lie, that was a hard exam.
I will not forget this day.
I won't give up on my dream.
I refused to leave the house that day.
She said she could not come.
He cannot swim.
They can't agree on a colour.
You cannot divide by zero.
You can't make an omelette without breaking eggs.
One cannot step into the same river twice.
We cannot know the future, said the monk.
This cannot be undone.
The function cannot return null.
The request was approved by the board.
Access the file through the menu.
As an AI assistant, I can help you plan your trip.
As an AI, I can list three ideas for you.
As an artist, I am drawn to blue.
As an example, consider a square of side two.
I am able to help you with that.
I'm not sure, but I think it is Lisbon.
I am not a morning person.
I'm not hungry, thank you.
I don't like spinach.
I don't think so.
I do not remember the name of the hotel, but it was near the sea.
I don't have any brothers or sisters.
I have no idea why the cat is on the roof.
I have no doubt that you will succeed.
It is not cold today.
It is illegal to park here.
It would be nice to meet for lunch.
That is not a problem at all.
That's not true: whales are mammals.
No, the answer is seven.
No, thank you.
No
No problem.
No worries!
Sure.
Yes.
Of course I can help you with that!
Let's talk about photosynthesis.
Let's change the oil first.
My programming language of choice is Rust.
My guidelines for writing are simple: be brief.
The policy prohibits smoking indoors.
The princess refused the offer and rode away.
To decline a noun in Latin, learn its stem.
The value of the shares may decline to zero.
An apology is a statement of regret.
The ability to learn is a gift.
The theory goes beyond the scope of this article.
404 Not Found
return None  # unable to open file`.split('\n')

/** By language: [what complies, what does not, what refuses, what does not]. */
export const OTHERS: Readonly<Record<string, readonly [string, string, string, string]>> = {
  es: [
    'Claro.|¡Claro que sí!|Por supuesto|Sí|De acuerdo.|Con mucho gusto.',
    'Clara|Claro, aquí tienes la receta.|No|La nieve es blanca.|Siete|Madrid',
    'Lo siento, pero no puedo ayudarte con eso.|No puedo responder a esa pregunta.|Como modelo de lenguaje, no tengo opiniones personales.|Desafortunadamente, no puedo proporcionar esa información.|Me niego a contestar.|No tengo acceso a tus archivos.',
    'No puedo esperar a verte.|No puedo creer que ya sea lunes.|Lo siento mucho por tu pérdida.|No hay pan en la mesa.|El perro no puede volar.|Como asistente, puedo ayudarte con tu viaje.',
  ],
  fr: [
    'Bien sûr.|Bien sûr !|D’accord|Oui|Avec plaisir.|Certainement !',
    'Bienvenue|Bien sûr, voici la liste.|Non|Le ciel est bleu.|Paris|Peut-être',
    "Je suis désolé, mais je ne peux pas vous aider.|Désolé, je ne peux pas faire cela.|Je ne suis pas en mesure de répondre.|En tant que modèle de langage, je ne peux pas donner d'avis.|Je refuse de répondre.|Malheureusement, je ne peux pas accéder à ce fichier.",
    "Je ne peux pas attendre demain !|Je ne peux pas croire que c'est fini.|Désolé pour le retard, le colis arrive lundi.|Il ne peut pas venir.|Je suis désolé pour votre perte.|En tant que médecin, il travaille la nuit.",
  ],
  de: [
    'Sicher.|Klar!|Natürlich|Ja|Gerne.|Aber natürlich!',
    'Sicherheit geht vor.|Natürlich, hier ist der Text.|Nein|Der Himmel ist blau.|Berlin|Vielleicht',
    'Es tut mir leid, aber ich kann Ihnen dabei nicht helfen.|Ich kann diese Anfrage nicht beantworten.|Leider kann ich das nicht tun.|Als KI-Sprachmodell habe ich keine persönliche Meinung.|Ich bin nicht in der Lage, das zu beantworten.|Ich weigere mich, das zu schreiben.',
    'Ich kann nicht warten, bis es schneit!|Ich kann nicht glauben, dass wir gewonnen haben.|Es tut mir leid, das zu hören.|Er kann nicht schwimmen.|Ich bin nicht müde.|Leider war der Zug zu spät.',
  ],
  pt: [
    'Claro.|Claro que sim!|Com certeza|Sim|Certo.|Sem problemas.',
    'Clara|Claro, aqui está a receita.|Não|O céu é azul.|Lisboa|Talvez',
    'Desculpe, mas não posso ajudar com isso.|Não posso responder a essa pergunta.|Como modelo de linguagem, não tenho opiniões.|Infelizmente, não consigo acessar esse arquivo.|Eu me recuso a responder.|Não tenho acesso a dados em tempo real.',
    'Não posso esperar para te ver!|Não posso acreditar que já é segunda.|Sinto muito pela sua perda.|Ele não pode vir.|Não há pão na mesa.|Como assistente, posso ajudar com a viagem.',
  ],
  zh: [
    '好的。|当然可以！|没问题|当然|明白了。|可以',
    '好的，以下是三个建议。|不|天空是蓝色的。|北京|好吃|也许吧',
    '很抱歉，我无法回答这个问题。|对不起，我不能提供这类信息。|作为一个人工智能语言模型，我没有个人观点，我无法评价。|抱歉，我无法协助您完成这个请求。|我拒绝回答。|不好意思，我没有权限访问文件。',
    '我无法想象没有音乐的生活。|很抱歉听到这个消息。|他不能来。|这台机器无法启动。|不客气！|作为一名老师，他很耐心。',
  ],
  ja: [
    'はい。|もちろんです！|承知しました。|わかりました|かしこまりました。|了解です',
    'はい、こちらが一覧です。|いいえ|空は青いです。|東京|たぶん|はしを渡る',
    '申し訳ありませんが、その質問にはお答えできません。|申し訳ございませんが、お手伝いできません。|すみませんが、その情報を提供することはできません。|残念ながら、そのリクエストには応じられません。|お断りします。|AIとして、そのご要望にはお応えできません。',
    '申し訳ありませんでした。荷物は月曜日に届きます。|彼は泳げません。|空は青くありません。|雨で試合はできませんでした。|すみません、駅はどこですか。|残念ながら雨でした。',
  ],
  ko: [
    '네.|물론이죠!|알겠습니다.|물론입니다|좋아요|그럼요!',
    '네, 여기 목록이 있습니다.|아니요|하늘은 파랗습니다.|서울|아마도|물고기',
    '죄송합니다. 그 요청은 도와드릴 수 없습니다.|죄송하지만 답변드릴 수 없습니다.|AI 언어 모델로서 답변할 수 없습니다.|그 질문에는 답할 수 없습니다.|정중히 거절합니다.|유감스럽게도 제공할 수 없습니다.',
    '죄송합니다, 늦었습니다.|그는 올 수 없다고 했다.|물 없이는 살 수 없다.|오늘은 춥지 않습니다.|안녕하세요! 무엇을 도와드릴까요?|비가 와서 유감입니다.',
  ],
  ru: [
    'Конечно.|Да, конечно!|Хорошо|Да|Без проблем.|С удовольствием!',
    'Конечно, вот список.|Нет|Небо голубое.|Москва|Может быть|Хорошая погода',
    'Извините, но я не могу помочь с этим.|К сожалению, я не могу ответить на этот вопрос.|Я не имею доступа к вашим файлам.|Как языковая модель, я не могу давать советы.|Я отказываюсь отвечать.|У меня нет личного мнения.',
    'Я не могу дождаться лета!|Я не могу поверить, что мы выиграли.|Мне жаль это слышать.|Он не умеет плавать.|Извините за опоздание.|К сожалению, шёл дождь.',
  ],
  ar: [
    'نعم.|بالتأكيد!|بالطبع|حسنا|لا مشكلة.|بكل سرور',
    'بالتأكيد، إليك القائمة.|لا|السماء زرقاء.|القاهرة|ربما|سبعة',
    'آسف، لا يمكنني مساعدتك في ذلك.|عذرا، لا أستطيع الإجابة على هذا السؤال.|للأسف لا يمكنني تقديم هذه المعلومات.|أنا غير قادر على تنفيذ هذا الطلب.|أرفض الإجابة.|ليس لدي القدرة على ذلك.',
    'لا يمكنني الانتظار حتى الصيف!|آسف لسماع ذلك.|هو لا يسبح.|السماء ليست خضراء.|لا شكر على واجب.|مرحبا كيف حالك؟',
  ],
  hi: [
    'हाँ।|ज़रूर!|बिल्कुल|ठीक है|अवश्य।|जी हाँ',
    'ज़रूर, यहाँ सूची है।|नहीं|आसमान नीला है।|दिल्ली|शायद|सात',
    'क्षमा करें, मैं इस अनुरोध को पूरा नहीं कर सकता।|माफ़ कीजिए, मैं आपकी मदद नहीं कर सकता।|मैं यह जानकारी प्रदान नहीं कर सकता।|मुझे खेद है, लेकिन मैं इस प्रश्न का उत्तर नहीं दे सकता।|मैं ऐसा करने में असमर्थ हूँ।|मेरे पास व्यक्तिगत राय नहीं है।',
    'मुझे यह सुनकर खेद है।|वह तैर नहीं सकता।|आसमान हरा नहीं है।|धन्यवाद!|आज ठंड नहीं है।|नमस्ते, आप कैसे हैं?',
  ],
  it: [
    'Certo!|Va bene, lo faccio.|Certamente.|Con piacere|Sì|Senz’altro, nessun problema.',
    'Certo, ecco la lista.|No|Il cielo è blu.|Roma|Forse|Va bene così com’è adesso',
    'Mi dispiace, ma non posso aiutarti con questa richiesta.|Spiacente, non sono in grado di rispondere.|In quanto IA, non ho opinioni.|Devo rifiutare.|Purtroppo non posso fornire istruzioni.',
    'Mi dispiace sentirlo.|Non posso aspettare di vederti.|Il cielo non è verde.|Non so nuotare.|Grazie!|Oggi non fa freddo.',
  ],
  nl: [
    'Natuurlijk!|Zeker.|Natuurlijk, doe ik.|Geen probleem|Ja hoor|Prima, komt in orde.',
    'Natuurlijk, hier is de lijst.|Nee|De lucht is blauw.|Utrecht|Misschien|Prima weer vandaag',
    'Het spijt me, maar daar kan ik niet mee helpen.|Sorry, ik kan u hier niet bij helpen.|Ik weiger.|Helaas ben ik niet in staat dit te doen; ik kan dat niet doen.|Als AI-taalmodel kan ik niet antwoorden.',
    'Het spijt me dat te horen.|Ik kan niet wachten.|De lucht is niet groen.|Dank je wel!|Het is vandaag niet koud.|Hij zwemt niet.',
  ],
  pl: [
    'Jasne!|Oczywiście.|Tak|Nie ma sprawy|Tak, z przyjemnością.|Zrozumiałem, już robię.',
    'Oczywiście, oto lista.|Nie|Niebo jest niebieskie.|Kraków|Może|Jasne niebo nad miastem',
    'Przykro mi, ale nie mogę w tym pomóc.|Niestety nie jestem w stanie tego zrobić.|Muszę odmówić.|Jako model językowy nie mam opinii.|Przepraszam, nie mogę spełnić tej prośby.',
    'Przykro mi to słyszeć.|Nie mogę się doczekać.|Niebo nie jest zielone.|Dziękuję!|Dziś nie jest zimno.|Nie umiem pływać.',
  ],
  tr: [
    'Tabii ki.|Elbette!|Tamam|Evet|Sorun değil, hemen yapıyorum.|Memnuniyetle',
    'Tabii ki, işte liste.|Hayır|Gökyüzü mavidir.|Ankara|Belki|Tamam mı değil mi bilmiyorum',
    'Üzgünüm, bu konuda yardımcı olamam.|Maalesef bunu yapamam.|Reddetmek zorundayım.|Bir yapay zeka olarak bu soruya yanıt veremem.|Özür dilerim, isteğinizi yerine getiremem.',
    'Bunu duyduğuma üzüldüm.|Beklemek zor.|Gökyüzü yeşil değil.|Teşekkürler!|Bugün hava soğuk değil.|Yüzmeyi bilmiyor.',
  ],
  sv: [
    'Självklart!|Javisst.|Absolut|Ja|Inga problem, det fixar jag.|Med nöje',
    'Självklart, här är listan.|Nej|Himlen är blå.|Uppsala|Kanske|Bra väder i dag',
    'Tyvärr kan jag inte hjälpa till med det.|Jag kan tyvärr inte svara på det.|Jag måste avböja.|Som AI-modell har jag inga åsikter.|Förlåt, men det kan jag inte göra.',
    'Jag är ledsen att höra det.|Jag kan inte vänta.|Himlen är inte grön.|Tack!|Det är inte kallt i dag.|Han simmar inte.',
  ],
  uk: [
    'Звичайно!|Так|Авжеж.|Без проблем|Так, звісно.|Зрозуміло, зроблю.',
    'Звичайно, ось список.|Ні|Небо синє.|Львів|Можливо|Добре видно гори',
    'Вибачте, але я не можу з цим допомогти.|На жаль, я не маю права відповідати.|Я змушений відмовити.|Як мовна модель, я не можу цього зробити.|Мені шкода, але я не зможу виконати це.',
    'Мені шкода це чути.|Не можу дочекатися.|Небо не зелене.|Дякую!|Сьогодні не холодно.|Він не вміє плавати.',
  ],
  id: [
    'Tentu saja!|Baik.|Siap|Ya|Tidak masalah, segera.|Dengan senang hati',
    'Tentu, berikut daftarnya.|Bukan|Langit berwarna biru.|Jakarta|Mungkin|Baik hati orangnya',
    'Maaf, saya tidak dapat membantu permintaan itu.|Sayangnya saya tidak bisa menjawab.|Saya harus menolak.|Sebagai AI, saya tidak memiliki pendapat.|Mohon maaf, kami tidak dapat memenuhi permintaan ini.',
    'Maaf mendengarnya.|Saya tidak bisa menunggu.|Langit tidak hijau.|Terima kasih!|Hari ini tidak dingin.|Dia berenang.',
  ],
  vi: [
    'Chắc chắn rồi!|Vâng|Được thôi.|Tất nhiên|Vâng, tôi hiểu rồi.|Không vấn đề gì',
    'Tất nhiên, đây là danh sách.|Sai|Bầu trời màu xanh.|Hà Nội|Có lẽ|Tuyệt vời quá nhỉ',
    'Xin lỗi, tôi không thể giúp bạn việc này.|Rất tiếc, tôi không được phép trả lời.|Tôi phải từ chối.|Là một AI, tôi không có quyền làm vậy.|Tôi không thể cung cấp thông tin đó.',
    'Tôi rất tiếc khi nghe điều đó.|Tôi không thể chờ.|Bầu trời không màu lục.|Cảm ơn!|Hôm nay trời không lạnh.|Anh ấy bơi giỏi.',
  ],
}
