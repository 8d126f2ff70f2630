package io.github.llmcsss.core.grounding;

import io.github.llmcsss.core.internal.Words;
import java.util.Arrays;
import java.util.Set;

/**
 * Words that stand in answers with a capital and are no product's: those that open sentences and
 * headings, and the vocabulary of shops and of technical standards.
 */
final class CommonWords {
  private static final Set<String> COMMON =
      words(
          """
          absolutely accessory add additional additionally adjustable adult advanced affordable age alternative
          alternatively although amazing america american among answer apart area arrive art asia audio australia
          authentic author automatic autumn award away baby back bag balance bamboo base based basic bath bathroom battery
          beautiful beauty bed bedroom beginner believe benefit beware beyond big bike birthday black blend blue body bold
          book bottle bottom box boy brand breathable brew brewing bright bring british brown browse budget build building bundle button
          cable call camera camping canada car care case cat category center centre certainly chair charge charger charging chart cheap check
          child children chinese choosing christmas class classic clean cleaning clear click clothing coffee cold collection color
          colour comfort comfortable comfy common company compact compare compared comparing complete computer
          condition congratulation connection connectivity consider considering construction contact control cook cooking cool
          cordless correct cost cotton country cover craft cream create cup currently custom customer cut daily dark date day
          deal dear deep definitely delicious delivery depending description design designed desk detail device
          different digital dinner discount discover display dog double drink drive dry due durable durability dust easy edge edition
          effective electric electronic energy english enjoy ensure enter entertainment environment equipment especially essential
          europe european even evening event excellent exactly expensive experience explore extra eye fabric face family
          fantastic fast favorite favourite feature featured featuring feel finally first fitness flat flexible floor
          foldable food foot form fortunately frame free french fresh friday friend front fruit full fun function functional further furthermore game
          gaming garden gear general generally generation genuine german gift girl glad glass glow gold good grab green grey gray
          grip group guarantee guide gym hair hand handle handmade happy hard head health healthy heart heat heavy height
          high highlight highly holiday home honestly hope hot hour house however human ideal image important improved
          include includes including incredible indoor information ingredient inside instead interest introducing
          italian item japanese job jacket july june january february march april august september october november december kid kitchen
          know large laptop last later lastly latest leather left length level life light lightweight limited line
          list little living long lovely low luxury machine made main manual market master match material max maximum meanwhile
          medium meet member memory men metal mind mini minimum mode model modern moisture monday moreover morning mother motion
          mountain movie multiple music natural naturally nature navy new newest next night noise normal note notice number
          occasion office official oil old online open option orange order organic original outdoor outer outside outstanding overall
          own pack package packaging pad page pair paper part party pattern pay people percent performance personal pet
          phone photo pick picking piece pink plan plastic play player playing plus pocket point popular portable possible power powerful
          practical premium present price pricing prime print pro professional protection provide pure purpose put quality
          quick quickly quiet quite range rate rated rating read reading ready real really recent recipe rechargeable
          recycled red regarding regular related release relief remember remote remove replacement report request rest
          return reusable review rich right ring road room round running safe safety sale same satisfaction saturday save
          school screen season seat second secondly secure selection sensitive series serve service set shade shape
          shared sheet shipping shirt shoe shoes shopper short shoulder side signature silver similar similarly simple
          simply since single site size skin sleek sleep slim small smart smooth snack soft solid solution some song sound space spanish spare
          speaker special specific specification speed sport spring stainless stand standard star start state stay
          steel step still stock storage store story strap street strong sturdy style stylish suitable summary summer
          sun sunday super superior support sure sustainable sweet switch system table tablet tall tank taste tea team tech
          technical technology temperature test texture thick thin third thursday time tip title today together tool top total
          touch tough toy track traditional training travel treat trusted try tuesday type ultimate ultra unfortunately
          unique unit universal unlike update upgrade upper usage useful user usually value variety various vegan vegetarian version
          versatile vintage visit visual volume waist walk walking wall want warm warmth warranty wash washable watch water waterproof
          way wear website wednesday week weekend weight welcome wide width wind window winter wireless woman women wonderful
          wood wooden wool word work workout world worth wow wrap wrist year yellow young youth zip
          york zealand london paris france germany italy spain africa answer browse buyer checkout choice confirm customer cart contact email faq hour in-store link monday phone refund
          shipping store team thank thanks track wishlist amazon ebay google walmart youtube facebook instagram uk usa us eu
          key con pro bonus tip note pros cons warning overview conclusion summary verdict recommendation question step\
          """);

  private static final Set<String> TECHNICAL =
      words(
          """
          ac amd android anc apple bluetooth bpa cd cpu core dab dc ddr4 ddr5 dvd fm fhd full gen gps gpu vram hdd rpm rw displayport ethernet gigabit gbps ti blu ray iris xe emmc h264 h265 ip67 ip68 ipx4 ipx5 ipx6 ipx7 ipx8 mp4 a4 a5 usb2 usb3 ddr3 e27 e14 gu10 cr2032 d3 b12 b6 k2 coq10 gtx hd hdmi hdr hepa ios intel
          ip ipad iphone ips ipx ir lcd led linux lte mac macos microsd microsoft mp3 nfc nvidia nvme oled os pc pcie pdf pvc ram
          rgb rtx ryzen sd spf ssd tpu tv uhd usb uv vga vr wi-fi wifi windows fi wi xl xs xxl a c\
          """);

  private CommonWords() {}

  private static Set<String> words(String list) {
    return Set.copyOf(Arrays.asList(list.strip().split("\\s+")));
  }

  static boolean contains(Token token) {
    return COMMON.contains(token.lower())
        || COMMON.contains(token.stem())
        || !Words.isContent(token.lower())
        || isTechnical(token);
  }

  /** Standards, brands of operating systems and the like, which any answer may name. */
  static boolean isTechnical(Token token) {
    return TECHNICAL.contains(token.lower());
  }
}
